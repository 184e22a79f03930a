package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// pkg is the package whose tests are tried.
type pkg struct {
	ImportPath, Dir, Name string
	GoFiles               []string
	Export                string
}

// listed is what go list says of packages and, with deps, of what they import.
func listed(deps bool, patterns ...string) (list []pkg, err error) {
	args := []string{"list", "-json=ImportPath,Dir,Name,GoFiles,Export"}
	if deps {
		args = append(args, "-deps", "-export")
	}
	out, err := output("", exec.Command("go", append(args, patterns...)...))
	if err != nil {
		return nil, err
	}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := d.Decode(&p); err == io.EOF {
			return list, nil
		} else if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
}

// output runs a command in a directory; the error has what it said.
func output(dir string, c *exec.Cmd) ([]byte, error) {
	var said bytes.Buffer
	c.Dir, c.Stderr = dir, &said
	out, err := c.Output()
	if err != nil {
		err = fmt.Errorf("%s: %w\n%s%s", strings.Join(c.Args, " "), err, out, said.Bytes())
	}
	return out, err
}

// subject is a package with its sources, parsed and typed.
type subject struct {
	pkg
	fset  *token.FileSet
	info  *types.Info
	types *types.Package
	text  map[string]string
	trees map[string]*ast.File
	files []string // that are changed
}

// load reads a package. Of its files those are changed whose name wanted admits and that are not generated.
func load(pattern string, wanted func(file string) bool) (*subject, error) {
	list, err := listed(true, pattern)
	if err != nil {
		return nil, err
	}
	exports := map[string]string{}
	for _, p := range list {
		exports[p.ImportPath] = p.Export
	}
	s := &subject{pkg: list[len(list)-1], fset: token.NewFileSet(), text: map[string]string{}, trees: map[string]*ast.File{},
		info: &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}}
	var trees []*ast.File
	for _, name := range s.GoFiles {
		text, err := os.ReadFile(filepath.Join(s.Dir, name))
		if err != nil {
			return nil, err
		}
		tree, err := parser.ParseFile(s.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		s.text[name], s.trees[name] = string(text), tree
		trees = append(trees, tree)
		if wanted(name) && !ast.IsGenerated(tree) {
			s.files = append(s.files, name)
		}
	}
	lookup := func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }
	config := types.Config{Importer: importer.ForCompiler(s.fset, "gc", lookup)}
	s.types, err = config.Check(s.ImportPath, s.fset, trees, s.info)
	return s, err
}

// overlay writes the rewritten files below dir, with what an overlay of the go command needs, and says where that is.
func (s *subject) overlay(dir string, trace bool, left map[string]map[int]bool) (file string, sites []site, err error) {
	r := &rewriter{fset: s.fset, info: s.info, local: s.types, next: 1}
	replace := map[string]string{}
	write := func(name, text string) error {
		at := filepath.Join(dir, name)
		replace[filepath.Join(s.Dir, name)] = at
		return os.WriteFile(at, []byte(text), 0o600)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", nil, err
	}
	for _, name := range s.files {
		if err := write(name, r.file(name, s.text[name], s.trees[name], left[name])); err != nil {
			return "", nil, err
		}
	}
	if err := write("mutant_switches.go", switches(s.Name, trace)); err != nil {
		return "", nil, err
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", nil, err
	}
	file = filepath.Join(dir, "overlay.json")
	return file, r.sites, os.WriteFile(file, text, 0o600)
}

// complaint is where the compiler finds an error, in a rewritten file.
var complaint = regexp.MustCompile(`(?m)(\w+\.go):(\d+):\d+: (.*)$`)

// build makes the overlays, without and with a trace, leaving out the lines that do not compile, and says how many.
func (s *subject) build(dir string) (plain, traced string, sites []site, out int, err error) {
	left := map[string]map[int]bool{}
	for {
		if plain, sites, err = s.overlay(filepath.Join(dir, "plain"), false, left); err != nil {
			return "", "", nil, 0, err
		}
		_, err := output("", exec.Command("go", "build", "-gcflags=-e", "-overlay", plain, "-o", os.DevNull, s.ImportPath))
		if err == nil {
			break
		}
		fresh := false
		for _, m := range complaint.FindAllStringSubmatch(err.Error(), -1) {
			line, _ := strconv.Atoi(m[2])
			if !slices.Contains(s.files, m[1]) || left[m[1]][line] {
				continue
			}
			if left[m[1]] == nil {
				left[m[1]] = map[int]bool{}
			}
			left[m[1]][line], fresh = true, true
			out++
			fmt.Fprintf(os.Stderr, "left out: %s\n", m[0])
		}
		if !fresh {
			return "", "", nil, 0, err
		}
	}
	traced, _, err = s.overlay(filepath.Join(dir, "traced"), true, left)
	return plain, traced, sites, out, err
}

// probe is what may see an error: one test, or a run of the command on some claims.
type probe struct {
	name          string
	own           bool // a test of the package itself
	dir           string
	plain, traced []string // commands
}

// tests compiles the tests of a package, and makes each of them a probe.
func tests(p pkg, own, short bool, dir, plain, traced string) (probes []probe, err error) {
	base := strings.ReplaceAll(p.ImportPath, "/", "_")
	var binaries [2]string
	for i, overlay := range []string{plain, traced} {
		binaries[i] = filepath.Join(dir, fmt.Sprint(base, i, ".test"))
		if _, err := output("", exec.Command("go", "test", "-c", "-vet=off", "-overlay", overlay, "-o", binaries[i], p.ImportPath)); err != nil {
			return nil, err
		}
		if _, err := os.Stat(binaries[i]); errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("mutate: %s has no tests", p.ImportPath)
		}
	}
	out, err := output(p.Dir, exec.Command(binaries[0], "-test.list", "."))
	if err != nil {
		return nil, err
	}
	for _, name := range strings.Fields(string(out)) {
		if strings.HasPrefix(name, "Benchmark") {
			continue
		}
		args := []string{"-test.timeout=0", "-test.run=^" + name + "$"}
		if short {
			args = append(args, "-test.short")
		}
		probes = append(probes, probe{p.Name + "." + name, own, p.Dir,
			append([]string{binaries[0]}, args...), append([]string{binaries[1]}, args...)})
	}
	return probes, nil
}

// claims makes a probe of the command on the claims whose id matches.
func claims(pattern, dir, plain, traced string) (p probe, err error) {
	p = probe{name: "verify --run " + pattern}
	for i, overlay := range []string{plain, traced} {
		binary := filepath.Join(dir, fmt.Sprint("verify", i))
		if _, err := output("", exec.Command("go", "build", "-overlay", overlay, "-o", binary, "./cmd/verify")); err != nil {
			return p, err
		}
		command := []string{binary, "--tier", "quick", "--run", pattern}
		if i == 0 {
			p.plain = command
		} else {
			p.traced = command
		}
	}
	return p, nil
}
