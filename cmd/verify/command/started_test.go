package command

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"

	"assay/cmd/verify/report"
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
		if got := started(test.arg0, "", ""); got != test.want {
			t.Errorf("%s is started by %s, want %s", test.arg0, got, test.want)
		}
	}
	for _, built := range []string{
		"/tmp/go-build3141592653/b001/exe/verify",
		"/root/.cache/go-build/99/" + strings.Repeat("0123456789abcdef", 4) + "-d/verify",
	} {
		if got := started(built, "", ""); !strings.HasPrefix(got, "go run ") {
			t.Errorf("%s is started by %s, want a go run", built, got)
		}
	}
}

// TestGoRun: at the module's root, elsewhere, of a module that was fetched, and of files.
func TestGoRun(t *testing.T) {
	root := t.TempDir()
	rewrite(t, filepath.Join(root, "go.mod"), "module a/b\n")
	elsewhere := t.TempDir()
	for _, test := range []struct {
		path string
		main debug.Module
		here string
		want string
	}{
		{"a/b/cmd/c", debug.Module{Path: "a/b"}, root, "go run ./cmd/c"},
		{"a/b", debug.Module{Path: "a/b"}, root, "go run ."},
		{"a/b/cmd/c", debug.Module{Path: "a/b"}, elsewhere, "go run a/b/cmd/c"},
		{"a/b/cmd/c", debug.Module{Path: "a/b"}, "", "go run a/b/cmd/c"},
		{"x/y/cmd/c", debug.Module{Path: "x/y", Replace: &debug.Module{Path: "../y"}}, root, "go run x/y/cmd/c"},
		{"a/b/cmd/c", debug.Module{Path: "a/b", Version: "v1.2.3", Sum: "h1:="}, root, "go run a/b/cmd/c@v1.2.3"},
		{"command-line-arguments", debug.Module{Path: "a/b"}, root, "go run '/a b/main.go'"},
	} {
		if got := goRun(&debug.BuildInfo{Path: test.path, Main: test.main}, test.here, "/a b/main.go"); got != test.want {
			t.Errorf("%s of %v in %q: %s, want %s", test.path, test.main, test.here, got, test.want)
		}
	}
}

// TestReproduceRuns: however the program was started, the line that a report gives starts it again, where
// it was started.
func TestReproduceRuns(t *testing.T) {
	f := newForeign(t, "foreign")
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	built := filepath.Join(f.dir, "a suite")
	if got := f.run(t, "build", "-o", built, "."); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	below := filepath.Join(f.dir, "below")
	if err := os.Mkdir(below, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		why, folder, claim, want string
		start                    []string
	}{
		{"at the root", f.dir, "sums/first", "go run .", []string{"go", "run", "."}},
		{"below it", below, "sums/first", "go run example.org/sums", []string{"go", "run", ".."}},
		{"files", f.dir, "sums/first", "", []string{"go", "run", "main.go", "checks.go"}},
		{"of a module that is required", f.dir, "exponent/cubics", "go run assay/cmd/verify", []string{"go", "run", "assay/cmd/verify"}},
		{"of this module, below its root", filepath.Join(root, "cmd"), "exponent/cubics", "go run assay/cmd/verify", []string{"go", "run", "./verify"}},
		{"built", below, "sums/first", "'" + built + "'", []string{built}},
		{"built, by a relative path", below, "sums/first", "'../a suite'", []string{"../a suite"}},
	} {
		env := append(os.Environ(), "GOPROXY=off", asProcess+"=")
		if test.folder != filepath.Join(root, "cmd") {
			env = append(env, "GOFLAGS=-mod=mod", "GOWORK=off")
		}
		cmd := exec.CommandContext(t.Context(), test.start[0], append(test.start[1:], "--tier", "quick", "--run", "^"+test.claim+"$", "--format", "json")...)
		cmd.Dir, cmd.Env = test.folder, env
		first, err := cmd.Output()
		var d report.Document
		if err := errors.Join(err, json.Unmarshal(first, &d)); err != nil {
			t.Errorf("%s: %v", test.why, err)
			continue
		}
		line := d.Claims[0].Reproduce
		if want := test.want + " --run '^" + test.claim + "$' --seed 1 --tier quick"; test.want != "" && line != want {
			t.Errorf("%s: %s, want %s", test.why, line, want)
			continue
		}
		if test.why == "files" { // of several files only that of the main is known
			if !strings.HasPrefix(line, "go run ") || !strings.Contains(line, filepath.Join(f.dir, "main.go")) {
				t.Errorf("%s: %s", test.why, line)
			}
			continue
		}
		again := exec.CommandContext(t.Context(), "sh", "-c", line+" --format json")
		again.Dir, again.Env = test.folder, env
		second, err := again.Output()
		if err != nil || string(second) != string(first) {
			t.Errorf("%s: %s gives another report: %v", test.why, line, err)
		}
	}
}
