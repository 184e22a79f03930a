package golden

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the pins that moved; refused when CI is set")

// TestPins replays every pin. It also holds the header of each file to the pin, so that a
// reason given in the code is the one a reader finds in the file.
func TestPins(t *testing.T) {
	if *update {
		if err := mayUpdate(os.Getenv("CI")); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range Pins() {
		t.Run(p.Name, func(t *testing.T) {
			if *update {
				moved, err := p.remake(context.Background(), "pins")
				if err != nil {
					t.Fatal(err)
				}
				if moved != "" {
					t.Log(moved)
				}
				return
			}
			departure, err := p.Compare(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if departure != nil {
				t.Errorf("%v\nA pin that moves is a finding: see the package comment. If it is meant: %s", departure, p.Remake())
			}
			text, err := fs.ReadFile(files(), p.File())
			if err != nil {
				t.Fatal(err)
			}
			if !p.heads(text) {
				t.Errorf("the header of pins/%s is not that of its pin: %s", p.File(), p.Remake())
			}
		})
	}
}

// heads reports whether the text begins with the pin's header. A checkout may have ended its lines in CR LF.
func (p Pin) heads(text []byte) bool {
	return bytes.HasPrefix(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte(p.header()))
}

// mayUpdate refuses to rewrite where nobody can look at what moved; ci is the value of
// the environment variable CI.
func mayUpdate(ci string) error {
	if ci != "" {
		return fmt.Errorf("golden: -update is refused because CI=%s is set: a pin that moves is a finding for a person to judge", ci)
	}
	return nil
}

// remake writes the pin's file below dir if the pin departs from it, if it cannot be
// read or if its header has changed. It says what moved, or nothing.
func (p Pin) remake(ctx context.Context, dir string) (moved string, err error) {
	got, err := p.Replay(ctx)
	if err != nil {
		return "", err
	}
	old, readErr := fs.ReadFile(os.DirFS(dir), p.File())
	want, err := p.pinned(os.DirFS(dir))
	switch departure := p.firstDeparture(got, want, p.Bits && bitsHold()); {
	case errors.Is(readErr, fs.ErrNotExist):
		moved = p.Name + " is new"
	case err != nil:
		moved = p.Name + " is replaced: " + err.Error()
	case departure != nil:
		moved = "moved: " + departure.String()
	case !p.heads(old):
		moved = p.Name + " has a new header; its values stay"
		got = want
	default:
		return "", nil
	}
	return moved, writeWhole(filepath.Join(dir, p.File()), p.format(got))
}

// writeWhole writes the file at once: a reader finds the old text or the new one.
func writeWhole(name, text string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails once it is renamed
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
