package report

import (
	"fmt"
	"slices"

	"assay/props"
)

// Graph is the claims of a run that others of it use, correct or sharpen, in parts that hang
// together. Each part is drawn as one column of names, in the order of the registry, with an arc to
// the right for each relation: its height is that of a list, its width that of a phone.
type Graph struct {
	Parts []Part
	Alone int // claims without a relation, which are not drawn
}

// Part is claims that hang together.
type Part struct {
	Nodes []Node
	Edges []Edge
}

// Node is a claim, in its row.
type Node struct {
	ID    string
	Class string // of its verdict
	Shape string // of its verdict, for those who do not see its colour
	Word  string // its verdict
	Row   int
}

// Edge is a relation between two rows: From says of To what Kind says.
type Edge struct {
	From, To Node
	Kind     string // uses, corrects, sharpens
}

// The drawing, in units of its own: a column of names, a dot each, and the arcs.
const (
	rowHeight = 18
	dotsAt    = 226
	arcsWide  = 124
)

// graph is the graph of the run.
func (r *Run) graph() (g Graph) {
	row := map[string]int{}
	for i := range r.Verdicts {
		row[r.Verdicts[i].Claim.ID] = i
	}
	type relation struct {
		from, to int
		kind     string
	}
	var relations []relation
	part := make([]int, len(r.Verdicts)) // the first claim of the part a claim belongs to
	for i := range part {
		part[i] = i
	}
	relate := func(from int, id, kind string, turned bool) {
		to, ok := row[id]
		if !ok {
			return
		}
		one := relation{from, to, kind}
		if turned {
			one = relation{to, from, kind}
		}
		relations = append(relations, one)
		low, high := min(part[from], part[to]), max(part[from], part[to])
		for i := range part {
			if part[i] == high {
				part[i] = low
			}
		}
	}
	for i := range r.Verdicts {
		c := r.Verdicts[i].Claim
		for _, id := range c.Uses {
			relate(i, id, "uses", false)
		}
		for _, id := range c.Sharpens {
			relate(i, id, "sharpens", false)
		}
		relate(i, c.CorrectedBy, "corrects", true)
	}
	for first := range part {
		var p Part
		place := map[int]Node{}
		for i := range r.Verdicts {
			if part[i] == first {
				place[i] = node(&r.Verdicts[i], len(p.Nodes))
				p.Nodes = append(p.Nodes, place[i])
			}
		}
		for _, one := range relations {
			if part[one.from] == first {
				p.Edges = append(p.Edges, Edge{place[one.from], place[one.to], one.kind})
			}
		}
		switch len(p.Nodes) {
		case 0:
		case 1:
			g.Alone++
		default:
			g.Parts = append(g.Parts, p)
		}
	}
	return g
}

func node(v *props.Verdict, row int) Node {
	n := Node{ID: v.Claim.ID, Word: string(v.Outcome), Row: row}
	switch v.Outcome {
	case props.Holds:
		n.Class, n.Shape = "holds", "circle"
	case props.Refuted:
		n.Class, n.Shape = "refuted", "square"
	case props.Undecided:
		n.Class, n.Shape = "undecided", "ring"
	default:
		n.Class, n.Shape = "open", "ring"
	}
	return n
}

// Width is that of the drawing.
func (p Part) Width() int { return dotsAt + arcsWide }

// Height is that of the drawing.
func (p Part) Height() int { return len(p.Nodes)*rowHeight + 4 }

// Label says what the drawing shows.
func (p Part) Label() string {
	return fmt.Sprintf("%d claims and %d relations between them, from %s to %s", len(p.Nodes), len(p.Edges), p.Nodes[0].ID, p.Nodes[len(p.Nodes)-1].ID)
}

// Of is the relations that a claim of the part has to others.
func (p Part) Of(n Node) (own []Edge) {
	for _, e := range p.Edges {
		if e.From.ID == n.ID {
			own = append(own, e)
		}
	}
	return own
}

// X is where the dots are.
func (n Node) X() int { return dotsAt - 8 }

// TextX is where the names end.
func (n Node) TextX() int { return dotsAt - 18 }

// Y is the middle of the row.
func (n Node) Y() int { return n.Row*rowHeight + rowHeight/2 + 2 }

// Baseline is that of the name.
func (n Node) Baseline() int { return n.Y() + 4 }

// halfWide is how many rows apart an arc has half the width that there is.
const halfWide = 14

// Path is the arc from one row to the other: the farther apart, the wider, each distance its own width.
func (e Edge) Path() string {
	x, from, to := dotsAt, e.From.Y(), e.To.Y()
	apart := max(e.From.Row-e.To.Row, e.To.Row-e.From.Row)
	out := x + 8 + (arcsWide-10)*4*apart/(3*(apart+halfWide)) // a cubic arc reaches three quarters of the way to its handles
	return fmt.Sprintf("M%d %d C%d %d %d %d %d %d", x, from, out, from, out, to, x+3, to)
}

// Tip is the arrow at the end of the arc.
func (e Edge) Tip() string {
	return fmt.Sprintf("M%d %d l7 -3.5 v7 z", dotsAt-1, e.To.Y())
}

// related is the relations of a claim to others of the suite, in the words of its section.
type related struct {
	Word string
	IDs  []string
}

// relations is what the claim uses and sharpens, and which others of the suite use, sharpen and are corrected by it.
func (r *Run) relations(v *props.Verdict) (all []related) {
	c := v.Claim
	var usedBy, sharpenedBy, corrects []string
	for i := range r.Verdicts {
		other := r.Verdicts[i].Claim
		if slices.Contains(other.Uses, c.ID) {
			usedBy = append(usedBy, other.ID)
		}
		if slices.Contains(other.Sharpens, c.ID) {
			sharpenedBy = append(sharpenedBy, other.ID)
		}
		if other.CorrectedBy == c.ID {
			corrects = append(corrects, other.ID)
		}
	}
	for _, one := range []related{{"uses", c.Uses}, {"used by", usedBy}, {"corrects", corrects}, {"sharpens", c.Sharpens}, {"sharpened by", sharpenedBy}} {
		if len(one.IDs) > 0 {
			all = append(all, one)
		}
	}
	return all
}
