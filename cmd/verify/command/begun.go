package command

import (
	"os"
	"path/filepath"
	"sync"
)

// files are those that a process has begun, and takes away again if it must end at once.
type files struct {
	mu    sync.Mutex
	names map[string]bool
}

var begun = &files{names: map[string]bool{}}

// beside creates a file of its own in the folder of path.
func (b *files) beside(path string) (*os.File, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.keep(os.CreateTemp(filepath.Dir(path), ".assay-*"))
}

// create makes a file that is not there.
func (b *files) create(path string) (*os.File, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.keep(os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600))
}

func (b *files) keep(f *os.File, err error) (*os.File, error) {
	if err == nil {
		b.names[f.Name()] = true
	}
	return f, err
}

// remove takes a file away.
func (b *files) remove(name string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.names, name)
	return os.Remove(name)
}

// rename puts a file in its place, where it stays.
func (b *files) rename(name, path string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	err := os.Rename(name, path)
	if err == nil {
		delete(b.names, name)
	}
	return err
}

// removeAll takes all of them away. None can be begun after it: the process is about to end.
func (b *files) removeAll() {
	b.mu.Lock() // for good
	for name := range b.names {
		_ = os.Remove(name) // there is nobody left to tell
	}
}
