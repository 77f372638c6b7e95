namespace AsyncTick.Tests;

/// <summary>One entry of the model's queues: in whose name it runs, and what.</summary>
internal sealed record ModelEntry(ModelTask? Owner, Action Run);
