namespace AsyncTick.Tool.Hosts;

/// <summary>A method on a stack.</summary>
/// <param name="Method">Its type and name.</param>
/// <param name="Assembly">The simple name of its assembly; empty when it is not known.</param>
/// <param name="Token">Its metadata token.</param>
/// <param name="Offset">How far into its instructions it is.</param>
internal readonly record struct StackFrame(string Method, string Assembly, int Token, int Offset);
