package audit

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/sbinet/npyio"
	"github.com/sbinet/npyio/npz"

	"assay/cmd/verify/form"
)

// mostEntries bounds an array.
const mostEntries = 1 << 25

// array is the numbers of a .npy of one or two dimensions, row by row.
func array(name string, r io.Reader, size int64) (shape []int, entries []float64, err error) {
	defer func() { // a header that lies is no reason to die
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: no array of NumPy: %v", name, p)
		}
	}()
	in, err := npyio.NewReader(r)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: no array of NumPy: %w", name, err)
	}
	shape = in.Header.Descr.Shape
	if len(shape) != 1 && len(shape) != 2 {
		return nil, nil, fmt.Errorf("%s: an array of %d dimensions, want 1 or 2", name, len(shape))
	}
	total := 1
	for _, n := range shape {
		if n < 1 || n > mostEntries || total > mostEntries/n {
			return nil, nil, fmt.Errorf("%s: an array of shape %v, want 1 … %d entries", name, shape, mostEntries)
		}
		total *= n
	}
	if int64(total) > size {
		return nil, nil, fmt.Errorf("%s: an array of shape %v in a file of %d bytes", name, shape, size)
	}
	if in.Header.Descr.Fortran && len(shape) == 2 {
		return nil, nil, fmt.Errorf("%s: stored by columns, want rows: numpy.ascontiguousarray", name)
	}
	switch kind := in.Header.Descr.Type; strings.TrimLeft(kind, "<>|=") {
	case "f8":
		err = in.Read(&entries)
	case "f4":
		entries, err = converted[float32](in)
	case "i8":
		entries, err = converted[int64](in)
	case "i4":
		entries, err = converted[int32](in)
	case "u8":
		entries, err = converted[uint64](in)
	case "b1":
		var bits []bool
		err = in.Read(&bits)
		for _, b := range bits {
			entries = append(entries, map[bool]float64{true: 1}[b])
		}
	default:
		return nil, nil, fmt.Errorf("%s: entries of type %q, want floats or integers of 4 or 8 bytes", name, form.Line(kind))
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s: no array of NumPy: %w", name, err)
	}
	if len(entries) != total {
		return nil, nil, fmt.Errorf("%s: %d entries, want %d for the shape %v", name, len(entries), total, shape)
	}
	return shape, entries, nil
}

func converted[T float32 | int64 | int32 | uint64](in *npyio.Reader) ([]float64, error) {
	var raw []T
	if err := in.Read(&raw); err != nil {
		return nil, err
	}
	entries := make([]float64, len(raw))
	for i, x := range raw {
		entries[i] = float64(x)
	}
	return entries, nil
}

// readArray is hitting times, or overlaps at t = 0, 1, 2, … in each row.
func readArray(path string, r io.Reader, size int64) (*table, error) {
	name := form.Line(path)
	shape, entries, err := array(name, r, size)
	if err != nil {
		return nil, err
	}
	t := &table{file: name}
	if len(shape) == 1 {
		t.columns = []string{"run", "tau"}
		for i, x := range entries {
			t.rows = append(t.rows, []float64{float64(i), x})
		}
	} else {
		t.columns = []string{"run", "t", "m"}
		for i, x := range entries {
			t.rows = append(t.rows, []float64{float64(i / shape[1]), float64(i % shape[1]), x})
		}
	}
	return t, t.numbers()
}

// numbers refuses NaN.
func (t *table) numbers() error {
	for i, row := range t.rows {
		if k := slices.IndexFunc(row, func(x float64) bool { return x != x }); k >= 0 {
			return t.fail(i, k, "NaN, want a number")
		}
	}
	return nil
}

// readArchive is the columns of a table, an array of one dimension each.
func readArchive(path string, r io.ReaderAt, size int64) (*table, error) {
	name := form.Line(path)
	z, err := npz.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("%s: no archive of NumPy: %w", name, err)
	}
	t := &table{file: name}
	keys := z.Keys()
	for i, key := range keys {
		keys[i] = strings.TrimSuffix(key, ".npy")
	}
	if t.columns, err = named(name, keys); err != nil {
		return nil, err
	}
	for k, key := range z.Keys() {
		f, err := z.Open(key)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", name, form.Line(key), err)
		}
		shape, entries, err := array(name+": "+form.Line(key), f, mostEntries)
		f.Close()
		if err != nil {
			return nil, err
		}
		if len(shape) != 1 {
			return nil, fmt.Errorf("%s: %s has %d dimensions, want 1, a column", name, form.Line(key), len(shape))
		}
		if k == 0 {
			if len(entries) > MaxRows {
				return nil, fmt.Errorf("%s: %d rows, want at most %d", name, len(entries), MaxRows)
			}
			t.rows = make([][]float64, len(entries))
		}
		if len(entries) != len(t.rows) {
			return nil, fmt.Errorf("%s: %s has %d entries and %s has %d, want as many", name, form.Line(key), len(entries), t.columns[0], len(t.rows))
		}
		for i, x := range entries {
			t.rows[i] = append(t.rows[i], x)
		}
	}
	if len(t.rows) == 0 {
		return nil, fmt.Errorf("%s: no arrays", name)
	}
	return t, t.numbers()
}
