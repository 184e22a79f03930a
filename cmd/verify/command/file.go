package command

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// destination is a file that is written whole or not at all.
type destination struct{ flag, path string }

// check reports why the file could not be written. It leaves nothing behind.
func (d destination) check() error {
	path, err := d.resolve()
	if err != nil {
		return err
	}
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return d.refuse(err)
	case info.IsDir():
		return d.refuse(errors.New("it is a directory"))
	case !info.Mode().IsRegular():
		return d.refuse(errors.New("it is not a regular file"))
	default:
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return d.refuse(err)
		}
		f.Close()
	}
	probe, err := beside(path)
	if err != nil {
		return d.refuse(err)
	}
	probe.Close()
	return os.Remove(probe.Name())
}

// write puts what render writes into the file: first beside it, then in its
// place, so that the file is never half of anything.
func (d destination) write(render func(io.Writer) error) (err error) {
	path, err := d.resolve()
	if err != nil {
		return err
	}
	f, err := beside(path)
	if err != nil {
		return d.refuse(err)
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
			err = d.refuse(err)
		}
	}()
	w := bufio.NewWriter(f)
	err = errors.Join(render(w), w.Flush(), f.Sync(), f.Chmod(mode(path)), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// resolve follows a symbolic link, which is to stay one.
func (d destination) resolve() (string, error) {
	path := d.path
	if info, err := os.Lstat(path); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return path, nil
	}
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", d.refuse(err)
	}
	return target, nil
}

func (d destination) refuse(err error) error {
	return fmt.Errorf("--%s %q: cannot write: %w; want a file in a folder that exists and can be written", d.flag, d.path, reason(err))
}

// beside creates a file of its own in the folder of path.
func beside(path string) (*os.File, error) {
	return os.CreateTemp(filepath.Dir(path), ".assay-*")
}

// mode is the mode of the file at path, or of a new one.
func mode(path string) fs.FileMode {
	if info, err := os.Stat(path); err == nil {
		return info.Mode().Perm()
	}
	return 0o644
}
