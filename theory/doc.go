// Package theory holds what is claimed: the published statements as data, and
// the laws they state, or should have stated, as plain functions.
//
// The statements come from two papers and from lecture notes on them:
//
//   - Gérard Ben Arous, Reza Gheissari, Aukosh Jagannath, "Online stochastic
//     gradient descent on non-convex losses from high-dimensional inference",
//     Journal of Machine Learning Research 22(106):1–51, 2021.
//   - Weihang Xu, Simon S. Du, "Over-parameterization exponentially slows down
//     gradient descent for learning a single neuron", Conference on Learning
//     Theory 2023, Proceedings of Machine Learning Research 195:1155–1198.
//   - "Maths of Deep Learning, Recitation #5", lecture notes on both.
//
// A statement that none of them makes has the source [claim.Derived]: it corrects or
// sharpens one that they make, and its locator says which.
//
// # Words
//
// A claim is a statement as somebody made it, kept as data: a [claim.Claim] with its
// hypotheses, its source and the verdict expected of it. A law is what can be
// computed: a function of this package that returns a number, a curve or a
// distribution. A claim expected to hold has the [claim.Expectation] [claim.Holds]. An
// [claim.Erratum] is a claim expected to be refuted as printed; it names the row that
// corrects it, and that row must hold. The printed form stays beside the
// corrected one, so that both are tested.
//
// [Claims] is the registry, in the order in which the claims are read: sphere
// and loss, thresholds, search and descent, the population heuristic, sharper
// laws, the single neuron, its sharper laws, published figures, and what was added later.
//
// The symbols are those of the papers, and the statements use them without
// further notice.
//
//   - Single-index models: N the dimension, x_t the estimate after t samples,
//     θ the target, both on the unit sphere; m = ⟨x, θ⟩ the overlap; φ(m) the
//     population loss, k its information exponent; δ the step size, so that a
//     step moves by δ/N times the gradient; M = αN the number of samples;
//     τ_η the first time the overlap exceeds η; α_c(N, k) the critical value
//     of the ratio α, so that N α_c counts samples.
//   - The single neuron: v the teacher, w₁ … w_n the students in d dimensions,
//     L the population loss, η the step size, θ_i the angle between w_i and v,
//     ‖·‖ the Euclidean norm.
//
// # Claims
//
// A claim is a variable whose name follows its id: [SharpDrift] is sharp/drift. The files
// claims_*.go hold them by topic. [BenArous2021], [XuDu2023] and [Notes] are the works they cite,
// each in the edition that was read; other versions were not compared.
//
// # Laws on the sphere
//
//   - Loss and gradient: [OverlapGradient], [SingleLayerLoss], [MisspecifiedLoss], and
//     [SingleIndex], a model with its population loss, made by [SingleLayer], [GLM],
//     [TensorPCA], [Mixture], [OnlinePCA] and their like.
//   - A layer from any function: [Function], [LayerOf], [MisspecifiedOf], [Accuracy], [Reading], [Fall].
//   - Plans at finite N, for any model: [SingleIndex.Practical], [SingleIndex.Ceiling], [SingleIndex.BestStep],
//     [SingleIndex.StepsFor], [SingleIndex.StepsWithin], [SingleIndex.SearchLaw], [SingleIndex.DescentLaw], [SingleIndex.GrowthAt].
//   - Hermite series and exponents: [HermiteSeries], [HermiteCoefficients], [HermiteExponent],
//     [InformationExponent], [ExponentOfLoss], [ExponentOfActivation], [TaylorAtZero].
//   - One step: [TensorStep], [FeatureStep].
//   - Starts: [Start], [StartLaw].
//   - Thresholds and windows: [CriticalRatio], [RecoveryRatio], [RefutationRatio],
//     [CorrectedWindow], [PrintedWindow], [PowerStartRatio].
//   - Times: [TimeLaw], which [EscapeLaw], [CriticalLaw], [Passage] and [ArrivalLaw] are.
//   - Orders of time and share: [SampleOrder], [SearchShare], [RatioOneStep], [RatioPrinted],
//     [PopulationOrder].
//
// # Laws of the neuron
//
//   - Loss and gradient: [NeuronLoss], [NeuronGradient].
//   - Special cases: [AlignedGradient], [AlignedSum], [IdenticalStep], [SingleRate].
//   - The mirror pair: [PairStep], [PairLambda1], [PairLambda2], [PairLoss], [PairSlow].
//   - Bounds: [AngleBoundCorrected], [AngleInfimum], [UpperEnvelope], [LowerEnvelope],
//     [PotentialBound], [PotentialDecay].
//   - The slow flow and its constant: [CubicLoss], [CriticalValue], [ConstantTwo],
//     [BalancedConstant], [SlowConstant], [SlavedSum].
//   - Local slopes: [LossSlope], [SlopeLaw].
//
// Laws as printed, where they are wrong, end in Printed and stand beside the corrected ones.
//
// # What this package must not do
//
// It states and computes; it does not simulate, draw samples or judge. The
// dynamics are a second, independent witness in package sim: neither package
// imports the other, and no formula is copied from one to the other. Nothing
// here imports package props or pgregory.net/rapid. A test holds both packages
// to this.
package theory
