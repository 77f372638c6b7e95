using System.Globalization;

namespace AsyncTick.Tests;

/// <summary>One frame of a stress program: what the host does first, and how far the four clocks of the loop move on; the second world's run at half that.</summary>
internal sealed record StressFrame(IReadOnlyList<Op> Before, double Real, double Game, double Unpaused, double Audio)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"+{Real:0.####}/{Game:0.####}/{Unpaused:0.####}/{Audio:0.####}: {Op.Text(Before)}");
}
