package diff

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// Stdin is the path that stands for standard input.
const Stdin = "-"

// Contents is the bytes of a file, or of standard input.
func Contents(path string) ([]byte, error) {
	read := os.ReadFile
	if path == Stdin {
		read = func(string) ([]byte, error) { return io.ReadAll(os.Stdin) }
	}
	text, err := read(path)
	if err != nil {
		var file *os.PathError
		if errors.As(err, &file) {
			err = file.Err
		}
		return nil, fmt.Errorf("cannot read: %w", err)
	}
	return text, nil
}
