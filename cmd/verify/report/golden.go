package report

import (
	"fmt"
	"io"
	"strconv"

	"assay/cmd/verify/form"
	"assay/golden"
)

// Replay is the pins that were replayed, in their order.
type Replay struct {
	Pins        []Replayed
	Verbose     bool // texts show the pins that are as pinned too; JSON always does
	Interrupted bool // stopped before every pin was replayed
}

// Replayed is a pin and its first departure, nil if there is none.
type Replayed struct {
	golden.Pin
	Departure *golden.Departure
}

// Departed counts the pins that moved.
func (r *Replay) Departed() (n int) {
	for _, p := range r.Pins {
		if p.Departure != nil {
			n++
		}
	}
	return n
}

// Text writes the pins that moved as a table, each departure under its pin, and counts them.
func (r *Replay) Text(w io.Writer) error { return r.write(w, form.ScreenOf(w).Table) }

// Markdown writes what [Replay.Text] does in Markdown.
func (r *Replay) Markdown(w io.Writer) error { return r.write(w, form.Table.Markdown) }

func (r *Replay) write(w io.Writer, table func(form.Table) string) error {
	t := form.Table{Rows: [][]string{{"pin", "kernel", "seed", "result"}}, Right: []int{3}, Notes: map[int][]string{}}
	for _, p := range r.Pins {
		if p.Departure == nil && !r.Verbose {
			continue
		}
		seed, result := "–", "as pinned"
		if p.Random {
			seed = strconv.FormatUint(p.Seed, 10)
		}
		if p.Departure != nil {
			result = "DEPARTS"
			t.Notes[len(t.Rows)] = []string{p.Departure.String(), p.What, p.Why}
		}
		t.Rows = append(t.Rows, []string{p.Name, p.Kernel, seed, result})
	}
	shown := ""
	if len(t.Rows) > 1 {
		shown = table(t) + "\n"
	}
	n := r.Departed()
	_, err := fmt.Fprintf(w, "%s%s: %d as pinned, %d departed\n", shown, form.Plural(len(r.Pins), "pin"), len(r.Pins)-n, n)
	if err == nil && r.Interrupted {
		_, err = fmt.Fprintln(w, "interrupted: this replay is incomplete")
	}
	return err
}

// PinResult is a pin in JSON.
type PinResult struct {
	Name      string     `json:"name"`
	What      string     `json:"what"`
	Why       string     `json:"why"`
	Kernel    string     `json:"kernel"`
	Seed      *uint64    `json:"seed"` // null where nothing is random
	Bits      bool       `json:"bits"` // promised, where the pin was made
	Remake    string     `json:"remake"`
	Departure *Departure `json:"departure"` // null if there is none
}

// Departure is the first value that moved, in JSON.
type Departure struct {
	Row     int         `json:"row"`
	Time    string      `json:"time"`
	Column  string      `json:"column"`
	Got     form.Number `json:"got"`
	Pinned  form.Number `json:"pinned"`
	Digits  form.Number `json:"digits"`  // decimal digits in common
	Allowed form.Number `json:"allowed"` // relative difference; 0 where bits are promised
	Reason  string      `json:"reason"`
}

// JSON writes the pins as an object.
func (r *Replay) JSON(w io.Writer) error {
	pins := make([]PinResult, len(r.Pins))
	for i, p := range r.Pins {
		pins[i] = PinResult{Name: p.Name, What: p.What, Why: p.Why, Kernel: p.Kernel, Bits: p.Bits, Remake: p.Remake()}
		if p.Random {
			pins[i].Seed = &p.Seed
		}
		if d := p.Departure; d != nil {
			pins[i].Departure = &Departure{d.Row, d.Time, d.Column, form.Number(d.Got), form.Number(d.Want),
				form.Number(d.Digits), form.Number(d.Allowed), d.Reason}
		}
	}
	return form.JSON(w, struct {
		Interrupted bool        `json:"interrupted"`
		Departed    int         `json:"departed"`
		Pins        []PinResult `json:"pins"`
	}{r.Interrupted, r.Departed(), pins})
}

// Digits is how many digits each computation gets right, the worst first.
type Digits []golden.AccuracyRow

// double is the digits of a float64 that a computation is expected to keep; a
// floor below it has its reason shown.
const double = 12

// Below counts the computations that miss their floor.
func (d Digits) Below() (n int) {
	for _, row := range d {
		if !(row.Digits >= row.Floor) {
			n++
		}
	}
	return n
}

// Text writes the digits as a table.
func (d Digits) Text(w io.Writer) error { return d.write(w, form.ScreenOf(w).Table) }

// Markdown writes the digits as a table in Markdown.
func (d Digits) Markdown(w io.Writer) error { return d.write(w, form.Table.Markdown) }

func (d Digits) write(w io.Writer, table func(form.Table) string) error {
	t := form.Table{Rows: [][]string{{"digits", "floor", "values", "quantity", "computation", "worst at"}}, Right: []int{1, 2, 3}, Notes: map[int][]string{}}
	for i, row := range d {
		t.Rows = append(t.Rows, []string{digits(row.Digits), strconv.FormatFloat(row.Floor, 'g', -1, 64), strconv.Itoa(row.Values),
			row.Quantity, row.Computation, row.Case})
		if !(row.Digits >= row.Floor) {
			t.Notes[i+1] = append(t.Notes[i+1], fmt.Sprintf("BELOW ITS FLOOR: computed %v, certified %s", row.Got, row.Want))
		}
		if row.Floor < double {
			t.Notes[i+1] = append(t.Notes[i+1], row.Reason)
		}
	}
	_, err := fmt.Fprintf(w, "%s\n%s: %d at least at the floor, %d below\n", table(t),
		form.Plural(len(d), "computation"), len(d)-d.Below(), d.Below())
	return err
}

func digits(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// DigitsResult is a computation in JSON.
type DigitsResult struct {
	Quantity    string      `json:"quantity"`
	Computation string      `json:"computation"`
	Values      int         `json:"values"`
	Digits      form.Number `json:"digits"`
	Floor       form.Number `json:"floor"`
	Case        string      `json:"case"` // the worst
	Computed    form.Number `json:"computed"`
	Certified   string      `json:"certified"` // with more digits than a number in JSON keeps
	Reason      string      `json:"reason"`
}

// JSON writes the digits as an object.
func (d Digits) JSON(w io.Writer) error {
	rows := make([]DigitsResult, len(d))
	for i, row := range d {
		rows[i] = DigitsResult{row.Quantity, row.Computation, row.Values, form.Number(row.Digits), form.Number(row.Floor),
			row.Case, form.Number(row.Got), row.Want, row.Reason}
	}
	return form.JSON(w, struct {
		Below  int            `json:"below_floor"`
		Digits []DigitsResult `json:"digits"`
	}{d.Below(), rows})
}
