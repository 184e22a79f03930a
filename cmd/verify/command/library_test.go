package command

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// library is the section of the README on the packages, and its shell commands.
func library(t *testing.T) (section string, blocks []string) {
	t.Helper()
	_, section, _ = strings.Cut(contents(t, readme), "\n## As a library\n")
	section, _, _ = strings.Cut(section, "\n## ")
	for _, m := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(section, -1) {
		blocks = append(blocks, m[1])
	}
	if len(blocks) != 2 {
		t.Fatalf("the README has %d blocks of commands in its section on the library, want that of another module and that of a renamed one", len(blocks))
	}
	return section, blocks
}

// shell runs a line as a reader would, in a folder, and returns what it printed.
func shell(t *testing.T, dir, line string) string {
	t.Helper()
	for _, program := range []string{"sh", "find", "perl"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "sh", "-ec", line)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=", asProcess+"=")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", line, err, out)
	}
	return string(out)
}

// TestReadmeLibrary: a module elsewhere uses a law by the lines that the README has, in its go.mod and in a workspace.
func TestReadmeLibrary(t *testing.T) {
	if testing.Short() {
		t.Skip("builds modules")
	}
	section, blocks := library(t)
	work := regexp.MustCompile("`(go work init [^`]*)`").FindStringSubmatch(section)
	if work == nil {
		t.Fatal("the README has no go work init")
	}
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	for name, lines := range map[string]string{"replace": blocks[0], "workspace": work[1]} {
		t.Run(name, func(t *testing.T) {
			beside := t.TempDir()
			if err := os.Symlink(root, filepath.Join(beside, "assay")); err != nil {
				t.Skip(err)
			}
			mine := filepath.Join(beside, "mine")
			if err := os.Mkdir(mine, 0o755); err != nil {
				t.Fatal(err)
			}
			rewrite(t, filepath.Join(mine, "go.mod"), "module example.org/mine\n\ngo 1.26\n")
			path := modulePath(t, root)
			rewrite(t, filepath.Join(mine, "main.go"), "package main\n\nimport (\n\t\"fmt\"\n\n\t\""+path+"/theory\"\n)\n\nfunc main() { fmt.Println(theory.CriticalRatio(1000, 2)) }\n")
			lines := strings.ReplaceAll(strings.ReplaceAll(lines, "require assay@", "require "+path+"@"), "replace assay=", "replace "+path+"=")
			if got := shell(t, mine, lines+"\ngo run ."); !strings.Contains(got, "6.9") { // log N
				t.Errorf("printed %s, want log 1000 = 6.9…", got)
			}
		})
	}
}

// modulePath is the first line of go.mod.
func modulePath(t *testing.T, root string) string {
	t.Helper()
	return regexp.MustCompile(`(?m)^module (.*)$`).FindStringSubmatch(contents(t, filepath.Join(root, "go.mod")))[1]
}

// TestReadmeRenamed: after the command of the README a copy of the module has another path everywhere, finds all its imports, and their tests,
// which know paths, pass.
func TestReadmeRenamed(t *testing.T) {
	if testing.Short() {
		t.Skip("tests a package under another path")
	}
	_, blocks := library(t)
	const root = "../../.."
	if modulePath(t, root) != "assay" {
		t.Skip("this is a renamed copy")
	}
	dir := t.TempDir()
	err := fs.WalkDir(os.DirFS(root), ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.Name() == ".git":
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return os.MkdirAll(filepath.Join(dir, path), 0o755)
		case !d.Type().IsRegular():
			return nil
		}
		b, err := os.ReadFile(filepath.Join(root, path))
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, path), b, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	shell(t, dir, blocks[1])
	if got := shell(t, dir, "gofmt -l ."); got != "" {
		t.Errorf("not formatted any more:\n%s", got)
	}
	if got := shell(t, dir, "go list ./... | grep -v ^example.org/you/assay/ || true"); got != "" {
		t.Errorf("of the old name:\n%s", got)
	}
	shell(t, dir, "go list -deps -test ./... >/dev/null") // every import is there; a build of all would cost a minute
	shell(t, dir, "go test ./theory -run '^(TestImports|TestLayers)$'")
}
