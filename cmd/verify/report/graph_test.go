package report

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"assay/props"
	"assay/theory/claim"
)

// related5 is five claims: one corrects the first and uses the third, the fourth sharpens the third, and the last stands alone.
func related5() *Run {
	of := func(id string, change func(*claim.Claim)) props.Verdict {
		c := *law
		c.ID, c.Uses, c.Sharpens = id, nil, nil
		outcome := props.Holds
		change(&c)
		if c.Expect == claim.Erratum {
			outcome = props.Refuted
		}
		return props.Verdict{Claim: &c, Outcome: outcome}
	}
	return &Run{Verdicts: []props.Verdict{
		of("topic/printed", func(c *claim.Claim) { c.Expect, c.CorrectedBy = claim.Erratum, "topic/corrected" }),
		of("topic/corrected", func(c *claim.Claim) { c.Uses = []string{"topic/base", "topic/elsewhere"} }),
		of("topic/base", func(*claim.Claim) {}),
		of("topic/sharp", func(c *claim.Claim) { c.Sharpens = []string{"topic/base"} }),
		of("topic/alone", func(*claim.Claim) {}),
	}}
}

// TestGraph: arrows lead from what corrects, uses and sharpens; what hangs together is one part, what a
// run lacks is not drawn, and a claim without relations is counted.
func TestGraph(t *testing.T) {
	g := related5().graph()
	if len(g.Parts) != 1 || g.Alone != 1 {
		t.Fatalf("%d parts, %d alone, want one each", len(g.Parts), g.Alone)
	}
	p := g.Parts[0]
	var nodes, edges []string
	for _, n := range p.Nodes {
		nodes = append(nodes, n.ID+" "+n.Class+" "+n.Shape)
	}
	for _, e := range p.Edges {
		edges = append(edges, e.From.ID+" "+e.Kind+" "+e.To.ID)
	}
	if got, want := strings.Join(nodes, ", "), "topic/printed refuted square, topic/corrected holds circle, topic/base holds circle, topic/sharp holds circle"; got != want {
		t.Errorf("nodes %s, want %s", got, want)
	}
	if got, want := strings.Join(edges, ", "), "topic/corrected corrects topic/printed, topic/corrected uses topic/base, topic/sharp sharpens topic/base"; got != want {
		t.Errorf("edges %s, want %s", got, want)
	}
	if own := p.Of(p.Nodes[1]); len(own) != 2 {
		t.Errorf("%d relations of topic/corrected, want 2", len(own))
	}
	words := related5().relations(&related5().Verdicts[2])
	if got, want := fmt.Sprint(words), "[{used by [topic/corrected]} {sharpened by [topic/sharp]}]"; got != want {
		t.Errorf("relations of topic/base %s, want %s", got, want)
	}
}

// TestArcs: an arc between rows farther apart is wider, to 30 rows, so that two arcs from one row do not lie on
// each other, and none leaves the drawing.
func TestArcs(t *testing.T) {
	handle := regexp.MustCompile(`C(\d+) `)
	last := dotsAt
	for apart := 1; apart <= 60; apart++ {
		var out int
		if _, err := fmt.Sscan(handle.FindStringSubmatch(Edge{From: Node{Row: apart}, To: Node{}}.Path())[1], &out); err != nil {
			t.Fatal(err)
		}
		if out < last || out == last && apart <= 30 {
			t.Errorf("%d rows apart: the handle at %d, after %d", apart, out, last)
		}
		if reach := dotsAt + (out-dotsAt)*3/4; reach > dotsAt+arcsWide {
			t.Errorf("%d rows apart: the arc reaches %d, the drawing %d", apart, reach, dotsAt+arcsWide)
		}
		last = out
	}
}
