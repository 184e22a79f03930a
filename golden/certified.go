package golden

import (
	"embed"
	"fmt"
	"io/fs"
	"math"
	"math/big"
	"strconv"
	"strings"
)

//go:embed certified
var certifiedFiles embed.FS

// record is one line of a file of certified values: fields key=value. Its methods
// read fields; the first that fails is kept in err, and what it returns is not to be
// used.
type record struct {
	place  string // file:line
	fields map[string]string
	err    error
}

// certified reads certified/name.txt.
func certified(name string) ([]*record, error) {
	text, err := fs.ReadFile(certifiedFiles, "certified/"+name+".txt")
	if err != nil {
		return nil, fmt.Errorf("golden: certified values %s: %w; make them with golden/certify/certify.py", name, err)
	}
	return parseRecords("certified/"+name+".txt", string(text))
}

// parseRecords skips lines that begin with #. Its error names the file and the line.
func parseRecords(name, text string) ([]*record, error) {
	var records []*record
	for i, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		r := &record{place: fmt.Sprintf("%s:%d", name, i+1), fields: map[string]string{}}
		for _, field := range strings.Fields(line) {
			key, value, ok := strings.Cut(field, "=")
			if !ok || key == "" || value == "" {
				return nil, fmt.Errorf("golden: %s: field %q, want key=value", r.place, field)
			}
			r.fields[key] = value
		}
		records = append(records, r)
	}
	if len(records) == 0 {
		return nil, fmt.Errorf("golden: %s: no records", name)
	}
	return records, nil
}

func (r *record) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("golden: %s: %s", r.place, fmt.Sprintf(format, args...))
	}
}

// has reports whether the record has the field.
func (r *record) has(key string) bool { return r.fields[key] != "" }

// text is the field as it stands.
func (r *record) text(key string) string {
	if !r.has(key) {
		r.fail("no field %s", key)
	}
	return r.fields[key]
}

// input is a number that went in, a float64 exactly.
func (r *record) input(key string) float64 {
	x, err := strconv.ParseFloat(r.text(key), 64)
	if err != nil {
		r.fail("%s is %q, want a number", key, r.fields[key])
	}
	return x
}

// count is a whole number that went in.
func (r *record) count(key string) int {
	n, err := strconv.Atoi(r.text(key))
	if err != nil {
		r.fail("%s is %q, want a whole number", key, r.fields[key])
	}
	return n
}

// inputs is rows of numbers that went in.
func (r *record) inputs(key string) [][]float64 {
	var rows [][]float64
	for _, line := range strings.Split(r.text(key), ";") {
		var row []float64
		for _, field := range strings.Split(line, ",") {
			x, err := strconv.ParseFloat(field, 64)
			if err != nil {
				r.fail("%s has %q, want a number", key, field)
			}
			row = append(row, x)
		}
		rows = append(rows, row)
	}
	return rows
}

// precision, in bits, holds 34 digits and more.
const precision = 160

// value is a certified number with all its digits.
func (r *record) value(key string) *big.Float {
	return r.number(key, r.text(key))
}

// values is rows of certified numbers.
func (r *record) values(key string) [][]*big.Float {
	var rows [][]*big.Float
	for _, line := range strings.Split(r.text(key), ";") {
		var row []*big.Float
		for _, field := range strings.Split(line, ",") {
			row = append(row, r.number(key, field))
		}
		rows = append(rows, row)
	}
	return rows
}

func (r *record) number(key, text string) *big.Float {
	x, _, err := big.ParseFloat(text, 10, precision, big.ToNearestEven)
	if err != nil {
		r.fail("%s has %q, want a number", key, text)
		return new(big.Float)
	}
	return x
}

// allDigits is the number of digits that a float64 can have right: log₁₀ 2⁵³ = 15.95.
const allDigits = 16

// correctDigits is the log relative error of a computed number, the decimal digits that
// are right,
//
//	LRE = −log₁₀(|got − want|/|want|),
//
// at least 0 and at most 16; it is −log₁₀|got| when want is 0.
// McCullough 1998; NIST Statistical Reference Datasets.
func correctDigits(got float64, want *big.Float) float64 {
	return correctDigitsOf([]float64{got}, []*big.Float{want})
}

// correctDigitsOf is correctDigits of a vector, with Euclidean norms.
func correctDigitsOf(got []float64, want []*big.Float) float64 {
	off, size := new(big.Float).SetPrec(precision), new(big.Float).SetPrec(precision)
	for i, x := range got {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return 0
		}
		d := new(big.Float).SetPrec(precision).SetFloat64(x)
		d.Sub(d, want[i])
		off.Add(off, d.Mul(d, d))
		size.Add(size, new(big.Float).SetPrec(precision).Mul(want[i], want[i]))
	}
	if off.Sign() == 0 {
		return allDigits
	}
	if size.Sign() != 0 {
		off.Quo(off, size)
	}
	mantissa := new(big.Float)
	exponent := off.MantExp(mantissa) // off may be below the smallest float64
	m, _ := mantissa.Float64()
	return max(0, min(allDigits, -(math.Log10(m)+float64(exponent)*math.Log10(2))/2))
}
