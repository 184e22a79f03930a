package suite

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"assay/props"
	"assay/props/neuron"
	"assay/props/singleindex"
)

// source is the files of a folder, without the tests, by their base names.
func source(t *testing.T, folder string) map[string]*ast.File {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no sources in %s: %v", folder, err)
	}
	files := map[string]*ast.File{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files[strings.TrimSuffix(filepath.Base(path), ".go")] = f
	}
	return files
}

// functions is where the functions and methods of a folder are declared, but for names that
// more than one file declares.
func functions(files map[string]*ast.File) map[string]string {
	at := map[string]string{}
	for name, f := range files {
		for _, d := range f.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				if other, found := at[f.Name.Name]; found && other != name {
					at[f.Name.Name] = ""
				} else {
					at[f.Name.Name] = name
				}
			}
		}
	}
	return at
}

// listed is the functions that Checks of a room calls, in order.
func listed(room map[string]*ast.File) (names []string) {
	ast.Inspect(room["checks"], func(n ast.Node) bool {
		if c, ok := n.(*ast.CallExpr); ok {
			if f, ok := c.Fun.(*ast.Ident); ok {
				names = append(names, f.Name)
			}
		}
		return true
	})
	return names
}

// TestChecksStandWithTheirTopic: a claim is found from all sides by one base name. The file of
// its check begins with its topic, or with the file in theory that holds a law judged there.
func TestChecksStandWithTheirTopic(t *testing.T) {
	laws := functions(source(t, "../../theory"))
	for folder, checks := range map[string][]props.Check{"singleindex": singleindex.Checks(), "neuron": neuron.Checks()} {
		room := source(t, "../"+folder)
		names, at := listed(room), functions(room)
		if len(names) != len(checks) {
			t.Fatalf("%s: %d calls in Checks, which returns %d checks", folder, len(names), len(checks))
		}
		for i, c := range checks {
			topic, _, _ := strings.Cut(c.Claim().ID, "/")
			base := at[names[i]]
			first, _, _ := strings.Cut(base, "_")
			judged := false
			ast.Inspect(room[base], func(n ast.Node) bool {
				s, ok := n.(*ast.SelectorExpr)
				judged = judged || ok && laws[s.Sel.Name] == first
				return true
			})
			if first != topic && !judged {
				t.Errorf("%s is checked in %s/%s.go: want a name that begins with %s, or with a file of theory whose law is judged there",
					c.Claim().ID, folder, base, topic)
			}
		}
	}
}

// ofNoTopic is the first words of the files that belong to no topic: of the rooms their lists, figures and cases, of sim the
// tools that dynamics are made of.
var ofNoTopic = map[string][]string{
	"singleindex": {"checks", "doc", "figure", "figures", "regime"},
	"neuron":      {"checks", "doc", "figure", "figures"},
	"sim": {"activation", "doc", "dormandprince", "hitting", "kernel", "loggrid", "model", "moments", "quadrature", "random",
		"runner", "schedule", "span", "together", "variant"},
}

// TestOneTopicOneName: a file of a room or of sim begins with a word with which one of theory begins, unless it is
// listed as of no topic.
func TestOneTopicOneName(t *testing.T) {
	first := func(base string) string {
		word, _, _ := strings.Cut(base, "_")
		return word
	}
	topics := map[string]bool{}
	for base := range source(t, "../../theory") {
		topics[first(base)] = true
	}
	for folder, path := range map[string]string{"singleindex": "../singleindex", "neuron": "../neuron", "sim": "../../sim"} {
		left := map[string]bool{}
		for _, word := range ofNoTopic[folder] {
			left[word] = true
		}
		for base := range source(t, path) {
			word := first(base)
			if !topics[word] && !slices.Contains(ofNoTopic[folder], word) {
				t.Errorf("%s/%s.go: no file of theory begins with %s", folder, base, word)
			}
			delete(left, word)
		}
		for word := range left {
			t.Errorf("%s: no file begins with %s, which is listed", folder, word)
		}
	}
}

// TestRoomsPanicInOneWay: a call that cannot fail with the arguments of a check goes through [props.Must], which names it.
func TestRoomsPanicInOneWay(t *testing.T) {
	for _, folder := range []string{"../singleindex", "../neuron"} {
		for base, file := range source(t, folder) {
			ast.Inspect(file, func(n ast.Node) bool {
				if c, ok := n.(*ast.CallExpr); ok {
					if f, ok := c.Fun.(*ast.Ident); ok && f.Name == "panic" {
						t.Errorf("%s/%s.go panics: want props.Must, or the error handed on", folder, base)
					}
				}
				return true
			})
		}
	}
}

// TestContributingNamesWhatIsThere: whoever follows the manual finds each file and folder it names.
func TestContributingNamesWhatIsThere(t *testing.T) {
	text, err := os.ReadFile("../../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`([^` ]*/[^` ]*|[^` ]+\\.(?:go|md))`").FindAllSubmatch(text, -1)
	if len(named) == 0 {
		t.Fatal("no file is named")
	}
	for _, name := range named {
		if there, err := filepath.Glob(filepath.Join("../..", string(name[1]))); err != nil || len(there) == 0 {
			t.Errorf("CONTRIBUTING.md names %s, which is not there", name[1])
		}
	}
}

// TestContributingDrawsTheImports: its list of packages is what the go command says.
func TestContributingDrawsTheImports(t *testing.T) {
	text, err := os.ReadFile("../../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	drawn := map[string]string{}
	for _, line := range regexp.MustCompile(`(?m)^([a-z/]+) +→(.*)$`).FindAllStringSubmatch(string(text), -1) {
		drawn[line[1]] = strings.TrimSpace(line[2])
	}
	list := exec.Command("go", "list", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, "./...")
	list.Dir = "../.."
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		var own []string
		for _, path := range strings.Fields(line) {
			if path, ok := strings.CutPrefix(path, "assay/"); ok {
				own = append(own, path)
			}
		}
		if got, want := drawn[own[0]], strings.Join(own[1:], " "); got != want {
			t.Errorf("CONTRIBUTING.md: %s → %s, the go command says %s", own[0], got, want)
		}
		delete(drawn, own[0])
	}
	for name := range drawn {
		t.Errorf("CONTRIBUTING.md draws %s, which is no package", name)
	}
}
