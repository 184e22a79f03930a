package report

import (
	"bytes"
	"strings"
	"testing"

	"assay/props"
)

// TestPlants: every plant is a row, an error that passed is undecided, and a claim without a plant counts
// against the whole.
func TestPlants(t *testing.T) {
	all := Plants{everything()}
	var out bytes.Buffer
	if err := all.Text(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"topic/law          limit × 1.2  REFUTED        20\n", "topic/law          limit × .8   UNDECIDED     0.5\n",
		"topic/wrong                     OPEN            –\n", "1 of 2 planted claims refuted\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	if all.Refuted() {
		t.Error("a plant stands, and the plants are said to be refuted")
	}
	one := Plants{&Run{Verdicts: []props.Verdict{{Claim: law, Plants: []props.RivalVerdict{{Name: "limit × 1.2", Refuted: true, Margin: 2}}}}}}
	if !one.Refuted() {
		t.Error("the one plant fell, and is said to stand")
	}
}
