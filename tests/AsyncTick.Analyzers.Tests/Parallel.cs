// Compilations share nothing, and there are nearly two hundred.
[assembly: Parallelizable(ParallelScope.Children)]
