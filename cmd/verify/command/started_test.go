package command

import (
	"runtime/debug"
	"strings"
	"testing"
)

// TestStarted: a reader can paste the line. Under go run the program itself is gone when it is
// read, or lies under a name that nobody types.
func TestStarted(t *testing.T) {
	for _, test := range []struct{ arg0, want string }{
		{"verify", "verify"},
		{"./verify", "./verify"},
		{"/usr/bin/verify", "/usr/bin/verify"},
		{"/home/go-build/verify", "/home/go-build/verify"},
		{"/a b/it's", `'/a b/it'\''s'`},
		{"/a\x1b[31m/it's \u009b", `$'/a\x1b[31m/it\'s \u009b'`}, // nothing that a terminal obeys
	} {
		if got := started(test.arg0); got != test.want {
			t.Errorf("%s is started by %s, want %s", test.arg0, got, test.want)
		}
	}
	for _, built := range []string{
		"/tmp/go-build3141592653/b001/exe/verify",
		"/root/.cache/go-build/99/" + strings.Repeat("0123456789abcdef", 4) + "-d/verify",
	} {
		if got := started(built); !strings.HasPrefix(got, "go run ") {
			t.Errorf("%s is started by %s, want a go run", built, got)
		}
	}
}

// TestGoRun: below the module's root, at it, and of a module that was fetched.
func TestGoRun(t *testing.T) {
	for _, test := range []struct {
		path string
		main debug.Module
		want string
	}{
		{"a/b/cmd/c", debug.Module{Path: "a/b"}, "go run ./cmd/c"},
		{"a/b", debug.Module{Path: "a/b"}, "go run ."},
		{"a/b/cmd/c", debug.Module{Path: "a/b", Version: "v1.2.3", Sum: "h1:="}, "go run a/b/cmd/c@v1.2.3"},
	} {
		if got := goRun(&debug.BuildInfo{Path: test.path, Main: test.main}); got != test.want {
			t.Errorf("%s of %v: %s, want %s", test.path, test.main, got, test.want)
		}
	}
}
