package command

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"golang.org/x/mod/modfile"
)

// checkedOut is a file of the sources, named from the root of the module that this program is
// built from: in the checkout of that module around the folder that it runs in.
func (p *program) checkedOut(path string) (string, error) {
	info, ok := debug.ReadBuildInfo()
	if !ok || path == "" {
		return "", fmt.Errorf("%s has no corpus in its sources: want --file PATH", p.name)
	}
	here, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for dir := here; ; dir = filepath.Dir(dir) {
		if isRoot(dir, info.Main.Path) {
			return filepath.Join(dir, filepath.FromSlash(path)), nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("no checkout of the module %s around %s: want --file PATH", info.Main.Path, here)
		}
	}
}

// isRoot reports whether a folder is the root of a module.
func isRoot(folder, module string) bool {
	text, err := os.ReadFile(filepath.Join(folder, "go.mod"))
	return err == nil && modfile.ModulePath(text) == module
}
