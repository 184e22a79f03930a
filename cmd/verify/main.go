package main

import (
	_ "embed"

	"assay/cmd/verify/audit"
	"assay/cmd/verify/command"
	"assay/cmd/verify/probe"
	"assay/cmd/verify/simulate"
	"assay/golden"
	"assay/props/suite"
)

// costs is what verify --tier quick --timings=cmd/verify/costs.json wrote. It goes stale slowly
// and harmlessly: the progress of a run is all that rests on it.
//
//go:embed costs.json
var costs []byte

func main() {
	command.Main(suite.All(), command.Golden(golden.Pins, golden.Accuracy), command.Kernels(suite.Kernel(), suite.FastestKernel()), command.Costs(costs),
		command.Tools(probe.Tool, simulate.Tool, audit.Tool))
}
