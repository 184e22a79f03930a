// Generate sets the formulas of the claims as MathML and writes them to formulas.json, for
//
//	go generate ./cmd/verify/mathml
//
// It needs npm and node. The version of Temml, which sets them, is in package-lock.json; equal
// formulas give an equal file.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"assay/cmd/verify/mathml"
	"assay/theory"
)

func main() {
	if err := generate("generate", "formulas.json"); err != nil {
		fmt.Fprintf(os.Stderr, "generate: %v\n", err)
		os.Exit(1)
	}
}

// generate writes the file; the folder holds what makes it.
func generate(folder, file string) error {
	latex, err := json.Marshal(formulas())
	if err != nil {
		return err
	}
	if _, err := run(folder, nil, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"); err != nil {
		return err
	}
	out, err := run(folder, latex, "node", "formulas.mjs")
	if err != nil {
		return err
	}
	var set mathml.Set
	if err := json.Unmarshal(out, &set); err != nil {
		return fmt.Errorf("formulas.mjs wrote no JSON: %w", err)
	}
	if set.Source, err = source(folder); err != nil {
		return err
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(set); err != nil {
		return err
	}
	return os.WriteFile(file, b.Bytes(), 0o644)
}

// formulas is the formulas of all claims, sorted, each once.
func formulas() (all []string) {
	for _, c := range theory.Claims() {
		all = append(all, c.Formulas...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// source is the SHA-256 of all that the file is made from, which ends its lines in LF.
func source(folder string) (string, error) {
	h := sha256.New()
	for _, name := range []string{"formulas.mjs", "package-lock.json"} {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return "", err
		}
		h.Write(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
	}
	h.Write([]byte(strings.Join(formulas(), "\n")))
	return hex.EncodeToString(h.Sum(nil)), nil
}

// run is what the program writes in the folder, given the input.
func run(folder string, input []byte, name string, args ...string) ([]byte, error) {
	c := exec.Command(name, args...)
	c.Dir, c.Stdin, c.Stderr = folder, bytes.NewReader(input), os.Stderr
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return out, nil
}
