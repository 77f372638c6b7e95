namespace AsyncTick.Scripting;

/// <summary>Something outside that holds on to an ended script's code, in words.</summary>
/// <param name="Holder">What holds it: <c>a System.Threading.Timer that was not disposed</c>.</param>
/// <param name="Held">What of the script it holds: <c>a lambda</c>; empty when that is not known.</param>
/// <param name="Remedy">What to change in the script.</param>
internal sealed record Pin(string Holder, string Held, string Remedy)
{
    public override string ToString() => Held.Length == 0 ? $"{Holder}; {Remedy}" : $"{Holder} (it holds {Held}); {Remedy}";
}
