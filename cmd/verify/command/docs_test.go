package command

import (
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The table of the README stands between these lines; the tables of all claims are in a file of their own.
const (
	readme      = "../../../README.md"
	allClaims   = "../../../CLAIMS.md"
	tableBegins = "<!-- verdicts: go run ./cmd/verify --tier quick --report=CLAIMS.md -->\n"
	tableEnds   = "<!-- end of verdicts -->\n"
)

// TestReadme: CLAIMS.md is the report that the command writes, and the table of the README its first.
// With -update they come from a complete run. Else they are set against the registry, with the verdict
// expected of each claim: that these are what a run comes to is found by TestSuite of props, which need
// not be run twice.
func TestReadme(t *testing.T) {
	p := fake(expected)
	if *update {
		p = genuine()
	}
	got := call(t, p, "--tier", "quick", "--format", "markdown")
	if got.stdout == "" {
		t.Fatal(got.stderr)
	}
	_, tables, _ := strings.Cut(got.stdout, "\n\n") // the title
	summary, _, ok := strings.Cut(tables, "\n## ")
	if !ok {
		t.Fatalf("no topic in\n%.300s", got.stdout)
	}
	text := source(t, readme)
	before, rest, ok1 := strings.Cut(text, tableBegins)
	table, after, ok2 := strings.Cut(rest, tableEnds)
	if !ok1 || !ok2 {
		t.Fatalf("%s has no lines %q and %q", readme, tableBegins, tableEnds)
	}
	want := "\n" + summary + "\n"
	if *update {
		rewrite(t, readme, before+tableBegins+want+tableEnds+after)
		rewrite(t, allClaims, got.stdout)
		return
	}
	const remedy = "if the change is meant, go test ./cmd/verify/command -run TestReadme -update"
	if diff := cmp.Diff(table, want); diff != "" {
		t.Errorf("the table is not current; %s (-README +run):\n%s", remedy, diff)
	}
	if diff := cmp.Diff(source(t, allClaims), got.stdout); diff != "" {
		t.Errorf("CLAIMS.md is not current; %s (-file +run):\n%s", remedy, diff)
	}
}

// TestReadmePicture: the picture is what its command draws. Coordinates may differ in the last digits
// between machines and are compared to a tenth of a point.
func TestReadmePicture(t *testing.T) {
	m := regexp.MustCompile(`<!-- picture: go run ./cmd/verify (.* --out (.*)) -->\n!\[[^\]]+\]\((.*)\)`).FindStringSubmatch(source(t, readme))
	if m == nil || m[2] != m[3] {
		t.Fatalf("%s: no picture under the command that draws it: %q", readme, m)
	}
	kept, err := filepath.Abs(filepath.Join(filepath.Dir(readme), m[2]))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.MkdirAll(filepath.Dir(m[2]), 0o755); err != nil {
		t.Fatal(err)
	}
	if got := call(t, genuine(), split(m[1])...); got.code != exitExpected {
		t.Fatal(got.stderr)
	}
	if *update {
		rewrite(t, kept, contents(t, m[2]))
		return
	}
	number := regexp.MustCompile(`-?\d+(\.\d+)?`)
	got, want := contents(t, m[2]), source(t, kept)
	if number.ReplaceAllString(got, "#") != number.ReplaceAllString(want, "#") {
		t.Fatalf("%s is not current; if the change is meant, go test ./cmd/verify/command -run TestReadme -update", m[2])
	}
	drawn, has := number.FindAllString(got, -1), number.FindAllString(want, -1)
	for i := range drawn {
		x, err1 := strconv.ParseFloat(drawn[i], 64)
		y, err2 := strconv.ParseFloat(has[i], 64)
		if err1 != nil || err2 != nil || math.Abs(x-y) > 0.1 {
			t.Fatalf("%s has %s where %s is drawn; if the change is meant, go test ./cmd/verify/command -run TestReadme -update", m[2], has[i], drawn[i])
		}
	}
}

// elsewhere is the commands that other packages hand in; their tests run what the README and the manual show of them.
var elsewhere = []string{"probe", "simulate"}

// TestReadmeCommands: every command of verify's that the README shows is one.
func TestReadmeCommands(t *testing.T) {
	shown := regexp.MustCompile(`go run ./cmd/verify([^\n`+"`"+`]*)`).FindAllStringSubmatch(source(t, readme), -1)
	if len(shown) < 3 {
		t.Fatalf("%d commands found, want several", len(shown))
	}
	t.Chdir(t.TempDir()) // some write a report or a picture, one reads two
	if err := os.MkdirAll("cmd/verify/figure", 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"old.json", "new.json"} {
		rewrite(t, name, call(t, fake(expected), "--format", "json").stdout)
	}
	for _, m := range shown {
		command, _, _ := strings.Cut(strings.TrimSuffix(m[1], "-->"), " #")
		args := split(command)
		if len(args) > 0 && slices.Contains(elsewhere, args[0]) {
			continue
		}
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
		case isCommand && slices.Contains(elsewhere, split(command)[0]):
			inOutput = false
			out = append(out, line)
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
