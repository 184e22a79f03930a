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
	case d.path == "-":
		return fmt.Errorf("--%s \"-\": want a file, as standard output has the rest; one of that name is ./-", d.flag)
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
	probe, err := begun.beside(path)
	if err != nil {
		return d.refuse(err)
	}
	probe.Close()
	return begun.remove(probe.Name())
}

// write puts what render writes into the file: first beside it, then in its
// place, so that the file is never half of anything.
func (d destination) write(render func(io.Writer) error) (err error) {
	path, err := d.resolve()
	if err != nil {
		return err
	}
	f, err := begun.beside(path)
	if err != nil {
		return d.refuse(err)
	}
	defer func() {
		if err != nil {
			_ = begun.remove(f.Name()) // what went wrong before says more
			err = d.refuse(err)
		}
	}()
	w := bufio.NewWriter(f)
	err = errors.Join(render(w), w.Flush(), f.Sync(), f.Chmod(mode(path)), f.Close())
	if err != nil {
		return err
	}
	return begun.rename(f.Name(), path)
}

// is reports whether two destinations are one file, by whatever names: of links, relative or
// absolute, in letters that the folder does not tell apart. The file system decides; a file that
// is not there is, for that moment.
func (d destination) is(other destination) (bool, error) {
	path, err := d.resolve()
	if err != nil {
		return false, err
	}
	switch made, err := begun.create(path); {
	case err == nil:
		made.Close()
		defer begun.remove(path)
	case !errors.Is(err, fs.ErrExist):
		return false, d.refuse(err)
	}
	mine, err := os.Stat(path)
	if err != nil {
		return false, d.refuse(err)
	}
	switch its, err := os.Stat(other.path); {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, other.refuse(err)
	default:
		return os.SameFile(mine, its), nil
	}
}

// isStream reports whether the destination is the file that a standard stream goes to.
func (d destination) isStream(stream any) bool {
	f, ok := stream.(*os.File)
	if !ok {
		return false
	}
	its, err := f.Stat()
	if err != nil {
		return false // a closed stream goes nowhere
	}
	mine, err := os.Stat(d.path)
	return err == nil && os.SameFile(mine, its)
}

// writable reports why one of the files could not be written, or that two outputs are one file.
// A destination without a path is none.
func (p *program) writable(all ...destination) error {
	var files []destination
	for _, d := range all {
		if d.path == "" {
			continue
		}
		if err := d.check(); err != nil {
			return err
		}
		for _, before := range files {
			switch same, err := before.is(d); {
			case err != nil:
				return err
			case same:
				return fmt.Errorf("--%s %q and --%s %q are one file: want a file for each", before.flag, before.path, d.flag, d.path)
			}
		}
		for _, stream := range []struct {
			name string
			file any
		}{{"output", p.stdout}, {"error", p.stderr}} {
			if d.isStream(stream.file) {
				return fmt.Errorf("--%s %q: standard %s goes to that file: want a file for each", d.flag, d.path, stream.name)
			}
		}
		files = append(files, d)
	}
	return nil
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

// mode is the mode of the file at path, or of a new one.
func mode(path string) fs.FileMode {
	if info, err := os.Stat(path); err == nil {
		return info.Mode().Perm()
	}
	return 0o644
}
