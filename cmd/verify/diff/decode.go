package diff

import (
	"errors"
	"fmt"
	"io"
	"os"

	"assay/props/strict"
)

// Stdin is the path that stands for standard input.
const Stdin = "-"

// decode reads the JSON object of a file whose schema is known; writer is what writes it.
func decode(path, schema, writer string, into any) error {
	text, err := Contents(path)
	if err != nil {
		return err
	}
	return strict.Decode(text, schema, writer, into)
}

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
