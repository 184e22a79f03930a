package report

import (
	"io"
	"strconv"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"assay/cmd/verify/form"
	"assay/props"
)

// JUnit writes the run as JUnit XML: a suite for each topic, a case for each claim. A verdict that
// contradicts the expectation is a failure, UNDECIDED an error, OPEN skipped. It holds no times,
// so that equal runs give equal bytes.
func (r *Run) JUnit(w io.Writer) error {
	all := junit.Testsuites{Name: r.Command}
	for i, t := range r.topics() {
		suite := junit.Testsuite{Name: t.name, ID: i, Time: "0"}
		suite.AddProperty("seed", strconv.FormatUint(r.Seed, 10))
		suite.AddProperty("tier", r.Tier.String())
		for _, v := range t.verdicts {
			suite.AddTestcase(r.testcase(t.name, v))
		}
		all.AddSuite(suite)
	}
	if _, err := io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"); err != nil {
		return err
	}
	return all.WriteXML(w)
}

// testcase is a claim as a test, whose name is the id.
func (r *Run) testcase(topic string, v *props.Verdict) junit.Testcase {
	c := junit.Testcase{Name: v.Claim.ID, Classname: topic, Status: string(v.Outcome)}
	if v.AsExpected() {
		return c
	}
	result := &junit.Result{Message: form.Line(why(v)), Type: string(v.Outcome), Data: r.told(v)}
	switch v.Outcome {
	case props.Undecided:
		c.Error = result
	case props.Open:
		c.Skipped = result
	default:
		c.Failure = result
	}
	return c
}
