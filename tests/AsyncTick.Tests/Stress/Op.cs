using System.Globalization;

namespace AsyncTick.Tests;

/// <summary>One instruction. References are numbers that are taken modulo what exists, so any part of a program is a program.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="A">To what: an event, lock, flag, gate, task or scope; for some a number.</param>
/// <param name="B">Which clock; for an actual wait an odd number puts it into an inner method.</param>
/// <param name="Seconds">Of a delay, a period or a deferral.</param>
/// <param name="Cost">What the step spends of the budget at this point, in nanoseconds.</param>
/// <param name="Script">What a start starts.</param>
/// <param name="Ops">What is posted, or done on another thread.</param>
internal sealed record Op(OpKind Kind, int A = 0, int B = 0, double Seconds = 0, long Cost = 0, Script? Script = null, IReadOnlyList<Op>? Ops = null)
{
    public bool IsWait => Kind <= OpKind.DisposeScope;

    public bool IsInner => (B & 1) != 0;

    public static string Text(IEnumerable<Op> ops) => string.Join("; ", ops);

    public override string ToString()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Kind} {A},{B}");
        text += Seconds == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {Seconds:0.####} s");
        text += Cost == 0 ? "" : $" ({Cost / 1000} us)";
        return text + Script + (Ops is null ? "" : $" [{Text(Ops)}]");
    }
}
