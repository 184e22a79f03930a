package command

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The table of the README stands between these lines.
const (
	readme      = "../../../README.md"
	tableBegins = "<!-- verdicts: go run ./cmd/verify --tier quick --format markdown -->\n"
	tableEnds   = "<!-- end of verdicts -->\n"
)

// TestReadme: the table is what the command prints. With -update it comes from a complete
// run. Else it is set against the registry, with the verdict expected of each claim: that
// these are what a run comes to is found by TestSuite of props, which need not be run twice.
func TestReadme(t *testing.T) {
	p := fake(expected)
	if *update {
		p = genuine()
	}
	got := call(t, p, "--tier", "quick", "--format", "markdown")
	if got.stdout == "" {
		t.Fatal(got.stderr)
	}
	text := source(t, readme)
	before, rest, ok1 := strings.Cut(text, tableBegins)
	table, after, ok2 := strings.Cut(rest, tableEnds)
	if !ok1 || !ok2 {
		t.Fatalf("%s has no lines %q and %q", readme, tableBegins, tableEnds)
	}
	want := "\n" + got.stdout + "\n"
	if *update {
		rewrite(t, readme, before+tableBegins+want+tableEnds+after)
		return
	}
	if diff := cmp.Diff(table, want); diff != "" {
		t.Errorf("the table is not current; if the change is meant, go test ./cmd/verify/command -update (-README +run):\n%s", diff)
	}
}

// TestReadmeCommands: every command of verify's that the README shows is one.
func TestReadmeCommands(t *testing.T) {
	shown := regexp.MustCompile(`go run ./cmd/verify([^\n`+"`"+`]*)`).FindAllStringSubmatch(source(t, readme), -1)
	if len(shown) < 3 {
		t.Fatalf("%d commands found, want several", len(shown))
	}
	t.Chdir(t.TempDir()) // some write a report, one reads two
	for _, name := range []string{"old.json", "new.json"} {
		rewrite(t, name, call(t, fake(expected), "--format", "json").stdout)
	}
	for _, m := range shown {
		command, _, _ := strings.Cut(strings.TrimSuffix(m[1], "-->"), " #")
		args := split(command)
		if got := call(t, fake(expected), args...); got.code != exitExpected {
			t.Errorf("%s: exit code %d\n%s", m[0], got.code, got.stderr)
		}
	}
}

// TestManual runs the examples of the package comment. Numbers may differ in
// their last digits between machines and are not compared.
func TestManual(t *testing.T) {
	if testing.Short() {
		t.Skip("the examples run checks")
	}
	manual, err := filepath.Abs("../doc.go")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir() // one draws a figure
	if err := os.CopyFS(filepath.Join(dir, "testdata"), os.DirFS("testdata")); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	var out []string
	examples, inOutput := 0, false
	for line := range strings.Lines(source(t, manual)) {
		command, isCommand := strings.CutPrefix(line, "\t$ verify ")
		switch {
		case isCommand:
			examples++
			inOutput = true
			out = append(out, line)
			got := call(t, genuine(), split(command)...)
			text := got.stdout
			if got.code == exitUsage {
				text = got.stderr
			}
			for line := range strings.Lines(text) {
				if strings.TrimSpace(line) != "" {
					line = "\t" + line
				}
				out = append(out, line)
			}
		case inOutput && (strings.HasPrefix(line, "\t") || line == "\n"):
			if line == "\n" { // an empty line within the output, or its end
				out = append(out, line)
			}
		default:
			inOutput = false
			out = append(out, line)
		}
	}
	if examples < 3 {
		t.Fatalf("%d examples found, want several", examples)
	}
	want := strings.Join(out, "")
	want = regexp.MustCompile(`\n{3,}`).ReplaceAllString(want, "\n\n")
	if *update {
		rewrite(t, manual, want)
		return
	}
	if diff := cmp.Diff(wordsOnly(source(t, manual)), wordsOnly(want)); diff != "" {
		t.Errorf("the manual is not current; if the change is meant, go test ./cmd/verify/command -update (-manual +run):\n%s", diff)
	}
}

// wordsOnly is text line by line without empty lines, its numbers as # and its
// columns one space apart.
func wordsOnly(text string) (lines []string) {
	number := regexp.MustCompile(`\d+(\.\d+)?(e[-+]?\d+)?`)
	for line := range strings.Lines(text) {
		if line = strings.Join(strings.Fields(number.ReplaceAllString(line, "#")), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// source is a text of the repository, whose lines a checkout may have ended in CR LF.
func source(t *testing.T, path string) string {
	return strings.ReplaceAll(contents(t, path), "\r\n", "\n")
}

// split is the words of a command, single quotes taken off.
func split(command string) []string {
	words := strings.Fields(command)
	for i, w := range words {
		words[i] = strings.Trim(w, "'")
	}
	return words
}

func rewrite(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
