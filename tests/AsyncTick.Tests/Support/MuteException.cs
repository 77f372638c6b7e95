namespace AsyncTick.Tests;

/// <summary>An exception of a user who wrote it badly: whatever it is asked for, it throws.</summary>
internal sealed class MuteException : Exception
{
    public override string Message => throw new InvalidOperationException("no message");

    public override string? StackTrace => throw new InvalidOperationException("no stack");

    public override string ToString() => throw new InvalidOperationException("no text");
}
