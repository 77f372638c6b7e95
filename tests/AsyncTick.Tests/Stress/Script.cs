namespace AsyncTick.Tests;

/// <summary>What one task of a stress program does.</summary>
/// <param name="Ops">Its instructions.</param>
/// <param name="Rounds">How often it goes through them.</param>
/// <param name="Swallows">Whether it catches what an instruction throws, cancellations included, and goes on with the next.</param>
/// <param name="Cleanup">What it does in its <c>finally</c>.</param>
internal sealed record Script(IReadOnlyList<Op> Ops, int Rounds, bool Swallows, IReadOnlyList<Op> Cleanup)
{
    public override string ToString() =>
        $" {{{(Swallows ? "swallow, " : "")}{Rounds} x: {Op.Text(Ops)}{(Cleanup.Count == 0 ? "" : $" finally: {Op.Text(Cleanup)}")}}}";
}
