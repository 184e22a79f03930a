package main

import (
	"assay/cmd/verify/command"
	"assay/golden"
	"assay/props/suite"
)

func main() {
	command.Main(suite.All(), command.Golden(golden.Pins, golden.Accuracy), command.Kernels(suite.Kernel(), suite.FastestKernel()))
}
