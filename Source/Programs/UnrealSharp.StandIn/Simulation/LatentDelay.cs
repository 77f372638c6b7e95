namespace UnrealSharp.StandIn;

/// <summary>Of <c>SystemLibrary.Delay</c>.</summary>
internal sealed class LatentDelay(double seconds) : LatentAction
{
    private double _left = seconds;

    public override bool Update(double deltaSeconds) => (_left -= deltaSeconds) <= 1e-9;
}
