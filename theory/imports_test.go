package theory

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The two witnesses must not share code: a law and the dynamics it is checked
// against would then be wrong together. Nor may either know the driver of the
// checks.
const (
	theoryPath = "assay/theory"
	simPath    = "assay/sim"
	propsPath  = "assay/props"
	rapidPath  = "pgregory.net/rapid"
)

// TestImports proves from the import graph of the go command that neither
// package reaches what it must not, through any package or test.
func TestImports(t *testing.T) {
	readSources(t, "../sim")
	packages, err := importGraph(theoryPath, simPath)
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range []struct {
		of        string
		forbidden []string
	}{
		{theoryPath, []string{simPath, propsPath, rapidPath}},
		{simPath, []string{theoryPath, propsPath, rapidPath}},
	} {
		if len(packages[rule.of]) == 0 {
			t.Errorf("%s imports nothing: its imports were not listed", rule.of)
		}
		for _, forbidden := range rule.forbidden {
			if path := packages.path(rule.of, forbidden); path != nil {
				t.Errorf("%s must not import %s: %s", rule.of, forbidden, strings.Join(path, " → "))
			}
		}
	}
}

// TestLayers proves that the engine knows neither laws nor dynamics but only the form of a claim,
// that the two rooms of checks do not know each other, that the command is given its suite, and
// that an activation is read by what knows no law.
func TestLayers(t *testing.T) {
	const (
		claimPath   = theoryPath + "/claim"
		singlePath  = propsPath + "/singleindex"
		neuronPath  = propsPath + "/neuron"
		testPath    = propsPath + "/proptest"
		suitePath   = propsPath + "/suite"
		commandPath = "assay/cmd/verify/command"
		typedPath   = "assay/cmd/verify/expression"
	)
	for _, dir := range []string{"../props", "../props/singleindex", "../props/neuron", "../props/proptest", "../cmd/verify/command", "../cmd/verify/expression"} {
		readSources(t, dir)
	}
	for _, rule := range []struct {
		of        string
		tests     bool // of the package too: the command's take the suite of this module
		forbidden []string
	}{
		{propsPath, true, []string{theoryPath, simPath, singlePath, neuronPath, suitePath}},
		{testPath, true, []string{theoryPath, simPath, singlePath, neuronPath, suitePath}},
		{singlePath, true, []string{neuronPath, suitePath}},
		{neuronPath, true, []string{singlePath, suitePath}},
		{commandPath, false, []string{singlePath, neuronPath, suitePath}},
		{typedPath, true, []string{theoryPath, simPath, propsPath}},
	} {
		packages, err := importsOf(rule.tests, rule.of)
		if err != nil {
			t.Fatal(err)
		}
		if len(packages[rule.of]) == 0 {
			t.Errorf("%s imports nothing: its imports were not listed", rule.of)
		}
		for name, paths := range packages {
			packages[name] = slices.DeleteFunc(paths, func(path string) bool { return path == claimPath })
		}
		for _, forbidden := range rule.forbidden {
			if path := packages.path(rule.of, forbidden); path != nil {
				t.Errorf("%s must not import %s: %s", rule.of, forbidden, strings.Join(path, " → "))
			}
		}
	}
}

// TestImportPath shows that a forbidden import would be found: directly,
// through a third package, below the forbidden path, and in a cycle.
func TestImportPath(t *testing.T) {
	for _, test := range []struct {
		name  string
		graph imports
		want  []string
	}{
		{"none", imports{"a": {"b"}, "b": {"math"}}, nil},
		{"direct", imports{"a": {"math", "x"}}, []string{"a", "x"}},
		{"through another", imports{"a": {"b"}, "b": {"c"}, "c": {"x"}}, []string{"a", "b", "c", "x"}},
		{"sub-package", imports{"a": {"x/y"}}, []string{"a", "x/y"}},
		{"a longer name is another package", imports{"a": {"xy"}}, nil},
		{"cycle", imports{"a": {"b"}, "b": {"a"}}, nil},
		{"shortest", imports{"a": {"b", "c"}, "b": {"c"}, "c": {"x"}}, []string{"a", "c", "x"}},
	} {
		if got := test.graph.path("a", "x"); !slices.Equal(got, test.want) {
			t.Errorf("%s: path %v, want %v", test.name, got, test.want)
		}
	}
}

// readSources opens the Go files of dir. What the go command reads is hidden
// from the test cache, and an import added to sim must not leave a stale pass.
func readSources(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no Go files in %s: %v", dir, err)
	}
	for _, file := range files {
		if _, err := os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
}

// imports is an import graph: package to the packages it imports.
type imports map[string][]string

// importGraph is the import graph of the packages, of their tests and of all
// they depend on.
func importGraph(packages ...string) (imports, error) { return importsOf(true, packages...) }

// importsOf is the same, with or without the tests.
func importsOf(tests bool, packages ...string) (imports, error) {
	args := append([]string{"list", "-deps", fmt.Sprintf("-test=%t", tests), "-json=ImportPath,ForTest,Imports"}, packages...)
	out, err := exec.Command("go", args...).Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return nil, fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, exit.Stderr)
		}
		return nil, fmt.Errorf("go %s: %w", strings.Join(args, " "), err)
	}
	graph := imports{}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath, ForTest string
			Imports             []string
		}
		if err := dec.Decode(&p); err == io.EOF {
			return graph, nil
		} else if err != nil {
			return nil, err
		}
		// A package built for a test of q is listed as "p [q.test]" or, for an
		// external test, "q_test [q.test]". What it imports counts for q.
		name := variant(p.ImportPath)
		if p.ForTest != "" && name == p.ForTest+"_test" {
			name = p.ForTest
		}
		for _, path := range p.Imports {
			if path = variant(path); path != name && !slices.Contains(graph[name], path) {
				graph[name] = append(graph[name], path)
			}
		}
	}
}

// variant is the path of a package without the test it was built for.
func variant(path string) string {
	name, _, _ := strings.Cut(path, " ")
	return name
}

// path is a shortest chain of imports from one package to another or to a
// package below it, or nil.
func (g imports) path(from, to string) []string {
	seen := map[string]bool{from: true}
	for queue := [][]string{{from}}; len(queue) > 0; queue = queue[1:] {
		chain := queue[0]
		for _, next := range g[chain[len(chain)-1]] {
			if seen[next] {
				continue
			}
			seen[next] = true
			longer := append(slices.Clone(chain), next)
			if next == to || strings.HasPrefix(next, to+"/") {
				return longer
			}
			queue = append(queue, longer)
		}
	}
	return nil
}
