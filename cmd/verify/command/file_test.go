package command

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"assay/props"
)

func contents(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func names(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// pageAt is the destination of a report.
func pageAt(path string) destination { return destination{"report", path} }

// TestReportIsWhole: a report that fails half-way leaves what was there, and
// nothing beside it.
func TestReportIsWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "r.html")
	if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := pageAt(path).write(func(w io.Writer) error {
		_, err := io.WriteString(w, strings.Repeat("half ", 10000))
		return errors.Join(err, errors.New("stopped"))
	})
	if err == nil || !strings.Contains(err.Error(), "stopped") {
		t.Errorf("got %v, want the error of the renderer", err)
	}
	if got := contents(t, path); got != "before" || len(names(t, dir)) != 1 {
		t.Errorf("the file holds %.20q and the folder %v", got, names(t, dir))
	}
	if err := pageAt(path).write(func(w io.Writer) error { _, err := io.WriteString(w, "after"); return err }); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := contents(t, path); got != "after" || len(names(t, dir)) != 1 || info.Mode().Perm() != 0o600 {
		t.Errorf("the file holds %q with mode %v and the folder %v", got, info.Mode(), names(t, dir))
	}
}

// TestReportThroughLink: a symbolic link stays one, its target is replaced.
func TestReportThroughLink(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target"), filepath.Join(dir, "link")
	if err := errors.Join(os.WriteFile(target, nil, 0o644), os.Symlink(target, link)); err != nil {
		t.Fatal(err)
	}
	d := pageAt(link)
	if err := errors.Join(d.check(), d.write(func(w io.Writer) error { _, err := io.WriteString(w, "page"); return err })); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 || contents(t, target) != "page" {
		t.Errorf("link %v, %v; target holds %q", info.Mode(), err, contents(t, target))
	}
}

// runFacts is the section of a page that tells of the run's time and machine.
var runFacts = regexp.MustCompile(`(?s)<section id="run">.*?</section>`)

// TestReportFlag: without a value the report goes to its usual place, beside
// the output and not instead of it; equal runs give equal pages, but for how long they took.
func TestReportFlag(t *testing.T) {
	t.Chdir(t.TempDir())
	got := call(t, fake(expected), "--report")
	if got.code != exitExpected || !strings.Contains(got.stdout, "as expected") {
		t.Errorf("exit code %d\n%s", got.code, got.stderr)
	}
	if page := contents(t, reportPath); !strings.Contains(page, "</html>") || len(names(t, ".")) != 1 {
		t.Errorf("the report is not whole, or not alone: %v", names(t, "."))
	}
	again := call(t, fake(expected), "--report=again.html")
	page := func(path string) string { return runFacts.ReplaceAllString(contents(t, path), "") }
	if again.stdout != got.stdout || page(reportPath) != page("again.html") {
		t.Error("equal runs gave different bytes")
	}
}

// TestReports: one run is written in every form that is asked for, by the endings.
func TestReports(t *testing.T) {
	t.Chdir(t.TempDir())
	got := call(t, fake(expected), "--tier", "quick", "--report=r.HTML", "--report=r.md", "--report=r.json", "--report=r.xml", "--report=again.json")
	if got.code != exitExpected || len(names(t, ".")) != 5 {
		t.Fatalf("%d %s\n%v", got.code, got.stderr, names(t, "."))
	}
	for file, want := range map[string]string{"r.HTML": "<!DOCTYPE html>", "r.md": "# What is claimed", "r.json": "{\n  \"schema\": ", "r.xml": "<?xml version"} {
		if !strings.HasPrefix(contents(t, file), want) {
			t.Errorf("%s begins with %.40q, want %q", file, contents(t, file), want)
		}
		if !strings.Contains(got.stderr, "report written to "+file+"\n") {
			t.Errorf("%s is not told of: %s", file, got.stderr)
		}
	}
	for format, file := range map[string]string{"json": "r.json", "markdown": "r.md"} {
		if piped := call(t, fake(expected), "--tier", "quick", "--format", format); piped.stdout != contents(t, file) {
			t.Errorf("--format %s is not what %s holds", format, file)
		}
	}
	if contents(t, "r.json") != contents(t, "again.json") {
		t.Error("two reports of one run differ")
	}
	if got := call(t, fake(expected), "diff", "r.json", "again.json"); got.code != exitExpected {
		t.Errorf("diff of a report: %+v", got)
	}
}

// TestActions: under GitHub Actions, and nowhere else, what is not as expected is told on standard error
// and counted in the summary of the job, behind what other steps have put there.
func TestActions(t *testing.T) {
	summary := filepath.Join(t.TempDir(), "summary.md")
	rewrite(t, summary, "before\n")
	with := func(env map[string]string) invocation {
		p := fake(opposite)
		p.environment = func(name string) string { return env[name] }
		return call(t, p, "--run", "^pair/lambda1(-printed)?$")
	}
	plain := with(map[string]string{"GITHUB_STEP_SUMMARY": summary})
	if strings.Contains(plain.stderr, "::") || contents(t, summary) != "before\n" {
		t.Errorf("outside of Actions: %s\n%s", plain.stderr, contents(t, summary))
	}
	got := with(map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": summary})
	if got.stdout != plain.stdout || got.code != plain.code || strings.Count("\n"+got.stderr, "\n::error title=pair/lambda1") != 2 {
		t.Errorf("%d %s", got.code, got.stderr)
	}
	text := contents(t, summary)
	if !strings.HasPrefix(text, "before\n## verify\n\n| topic |") || !strings.Contains(text, "| pair | 2 | 0 | lambda1-printed |") || !strings.Contains(text, "**HOLDS**") {
		t.Errorf("the summary is %s", text)
	}
	got = with(map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": filepath.Join(summary, "none")})
	if got.code != plain.code || !strings.Contains(got.stderr, "GITHUB_STEP_SUMMARY") || !strings.Contains(got.stderr, "not a directory") {
		t.Errorf("%d %s", got.code, got.stderr)
	}
}

// TestReportFailsLate: the folder disappears while the checks run. The verdicts
// are printed nevertheless, and the exit code says that the report is missing.
func TestReportFailsLate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gone")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	p := fake(expected)
	run := p.run
	p.run = func(ctx context.Context, o props.Options) ([]props.Verdict, error) {
		if err := os.Remove(dir); err != nil {
			t.Error(err)
		}
		return run(ctx, o)
	}
	got := call(t, p, "--report="+filepath.Join(dir, "r.html"))
	if got.code != exitUsage || !strings.Contains(got.stderr, "no such file") || !strings.Contains(got.stdout, "as expected") {
		t.Errorf("%d\n%s", got.code, got.stderr)
	}
}

// TestOneFile: two outputs on one file are refused before the run, by whatever names, and so is
// one on the file of a standard stream; files apart are not. Nothing is left behind.
func TestOneFile(t *testing.T) {
	t.Chdir(t.TempDir())
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Mkdir("in", 0o755), os.WriteFile("in/old.md", nil, 0o644), os.Symlink("in", "also"),
		os.Symlink("in/old.md", "link.md"), os.Link("in/old.md", "hard.md")); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		page, took string
		one        bool
	}{
		{"r.md", "r.md", true},
		{"r.md", "./in/../r.md", true},
		{"r.md", filepath.Join(here, "r.md"), true},
		{"in/r.md", "also/r.md", true},
		{"in/old.md", "link.md", true},
		{"link.md", "in/old.md", true},
		{"in/old.md", "hard.md", true},
		{"also/old.md", filepath.Join(here, "hard.md"), true},
		{"r.md", "in/r.md", false},
		{"r.md", "in/old.md", false},
	} {
		for _, other := range []string{"--timings=", "--report="} {
			got := call(t, fake(expected), "--report="+test.page, other+test.took)
			if one := got.code == exitUsage && strings.Contains(got.stderr, "one file"); one != test.one || !one && got.code != exitExpected {
				t.Errorf("%s and %s: %d %s", test.page, test.took, got.code, got.stderr)
			}
		}
		for _, name := range []string{"r.md", "in/r.md"} {
			if err := os.Remove(name); err == nil && test.one {
				t.Errorf("%s and %s: %s was left", test.page, test.took, name)
			}
		}
	}
	out, err := os.Create("out.svg")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Link("out.svg", "out.md"); err != nil {
		t.Fatal(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	for _, args := range [][]string{
		{"--report=out.md"}, {"--timings=" + filepath.Join(here, "out.svg")},
		{"figure", "figure/xd-1-left", "--tier", "quick", "--out", "out.svg"},
	} {
		var stderr bytes.Buffer
		p := fake(expected)
		p.stdout, p.stderr = out, &stderr
		if code := p.verify(t.Context(), args); code != exitUsage || !strings.Contains(stderr.String(), "standard output goes to that file") {
			t.Errorf("%q: %d %s", args, code, stderr.String())
		}
	}
	for _, flag := range []string{"report", "timings"} {
		if got := call(t, fake(expected), "--"+flag+"=-"); got.code != exitUsage || !strings.Contains(got.stderr, `"-": want a file`) {
			t.Errorf("--%s=-: %+v", flag, got)
		}
	}
}

// TestBegun: a process that must end at once takes away what it has begun, and nothing else.
func TestBegun(t *testing.T) {
	dir := t.TempDir()
	b := &files{names: map[string]bool{}}
	half, err := b.beside(filepath.Join(dir, "r"))
	if err != nil {
		t.Fatal(err)
	}
	done, err := b.beside(filepath.Join(dir, "r"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(half.Close(), done.Close(), b.rename(done.Name(), filepath.Join(dir, "r"))); err != nil {
		t.Fatal(err)
	}
	b.removeAll()
	if left := names(t, dir); len(left) != 1 || left[0] != "r" {
		t.Errorf("left %v, want the file that was whole", left)
	}
}

// TestPathsPrint: a path with characters that a terminal obeys is written to and named by their codes.
func TestPathsPrint(t *testing.T) {
	t.Chdir(t.TempDir())
	path := "red\x1b[31m.html"
	got := call(t, fake(expected), "--report="+path)
	if got.code != exitExpected || !strings.Contains(got.stderr, `written to red\x1b[31m.html`) || strings.Contains(got.stderr+got.stdout, "\x1b") {
		t.Errorf("%d %q", got.code, got.stderr)
	}
	if !strings.Contains(contents(t, path), "</html>") {
		t.Error("the report is not whole")
	}
	for _, args := range [][]string{
		{"--report=none\x1b/r.html"}, {"explain", "pair/\x1b[2J"}, {"list", "--run", "\x1b("}, {"\x1b[2J"}, {"figure", "\u009b2J", "--out", "a.svg"},
		{"figure", "figure/xd-1-left", "--out", "a\x1b.pdf"}, {"diff", "\x1b.json", "b.json"}, {"golden", "--run", "\x1b["}, {"help", "\x1b"}, {"--\x1b"},
	} {
		if got := call(t, fake(expected), args...); got.code != exitUsage || strings.ContainsAny(got.stderr+got.stdout, "\x1b\u009b") {
			t.Errorf("%q: %d %q", args, got.code, got.stderr)
		}
	}
}
