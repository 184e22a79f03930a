package audit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"assay/cmd/verify/form"
	"assay/props/strict"
)

// Limits of a file.
const (
	MaxLine = 1 << 16
	MaxRows = 1 << 22
	maxCols = 1 << 10
)

// table is columns of numbers.
type table struct {
	file    string
	columns []string
	rows    [][]float64
	lines   []int // of the rows, from 1; nil if the file has none
}

// column is the index of a column, or −1.
func (t *table) column(name string) int { return slices.Index(t.columns, name) }

// fail is an error at a cell.
func (t *table) fail(row, column int, format string, args ...any) error {
	place := fmt.Sprintf("row %d", row+1)
	if t.lines != nil {
		place = fmt.Sprintf("line %d", t.lines[row])
	}
	return fmt.Errorf("%s: %s, column %s: %s", form.Line(t.file), place, form.Line(t.columns[column]), fmt.Sprintf(format, args...))
}

// read reads a file, or standard input for -.
func read(path string, stdin io.Reader) (*table, error) {
	if path == "-" {
		return readText("standard input", stdin)
	}
	f, err := os.Open(path)
	if err != nil {
		var perr *os.PathError
		if errors.As(err, &perr) {
			err = perr.Err
		}
		return nil, fmt.Errorf("%s: cannot read: %w", form.Line(path), err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("%s: cannot read: %w", form.Line(path), err)
	}
	if info.IsDir() {
		return nil, fmt.Errorf("%s: is a directory, want a file", form.Line(path))
	}
	switch {
	case strings.HasSuffix(path, ".npy"):
		return readArray(path, f, info.Size())
	case strings.HasSuffix(path, ".npz"):
		return readArchive(path, f, info.Size())
	}
	return readText(path, f)
}

// readText reads CSV, or JSON lines if the first sign is a brace.
func readText(name string, r io.Reader) (*table, error) {
	name = form.Line(name)
	l := newLines(name, r)
	switch head, err := l.r.Peek(4); {
	case len(head) == 0 && err != nil:
		if !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%s: cannot read: %w", name, err)
		}
		return nil, fmt.Errorf("%s: empty, want a header and rows", name)
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return nil, fmt.Errorf("%s: compressed by gzip, want it unpacked: gzip -dc", name)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return nil, fmt.Errorf("%s: a zip archive, want text, or .npz for arrays", name)
	case bytes.HasPrefix(head, []byte("\x93NUM")):
		return nil, fmt.Errorf("%s: an array of NumPy, want a file whose name ends in .npy", name)
	}
	head, _ := l.r.Peek(5) // a mark of three bytes, and where UTF-16 has a zero
	if err := strict.Encoding(head); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	first, err := l.next()
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(strings.TrimSpace(first), "{") {
		return readObjects(l, first)
	}
	return readCSV(l, first)
}

// never is how a time that was not reached may be written; the empty text is one too.
var never = []string{"inf", "+inf", "infinity", "never", "none", "null", ""}

// number reads a cell.
func number(text string) (float64, error) {
	text = strings.TrimSpace(text)
	if slices.Contains(never, strings.ToLower(text)) {
		return math.Inf(1), nil
	}
	switch strings.ToLower(text) {
	case "true":
		return 1, nil
	case "false":
		return 0, nil
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || strings.ContainsAny(text, "_xXpP") {
		hint := ""
		if strings.Contains(text, ",") {
			hint = " with a decimal point"
		}
		return 0, fmt.Errorf("%q, want a number%s", form.Line(shortened(text)), hint)
	}
	if math.IsNaN(x) {
		return 0, fmt.Errorf("%s, want a number", text)
	}
	return x, nil
}

func shortened(text string) string {
	if len(text) > 40 {
		return text[:40] + "…"
	}
	return text
}

// named checks the names of columns.
func named(file string, columns []string) ([]string, error) {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = strings.ToLower(strings.TrimSpace(c))
		switch {
		case out[i] == "":
			return nil, fmt.Errorf("%s: column %d has no name, want a header such as run,tau", file, i+1)
		case slices.Contains(out[:i], out[i]):
			return nil, fmt.Errorf("%s: two columns are named %q", file, form.Line(shortened(out[i])))
		}
	}
	if len(out) > maxCols {
		return nil, fmt.Errorf("%s: %d columns, want at most %d", file, len(out), maxCols)
	}
	return out, nil
}
