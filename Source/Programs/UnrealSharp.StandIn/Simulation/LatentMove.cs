using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealSharp.StandIn;

/// <summary>Of <c>SystemLibrary.MoveComponentTo</c>: in a straight line, at one speed.</summary>
internal sealed class LatentMove(USceneComponent component, FVector to, double seconds) : LatentAction
{
    private readonly FVector _from = component.RelativeLocation;
    private double _passed;

    public override bool Update(double deltaSeconds)
    {
        if (component.IsDestroyed)
        {
            return true;
        }

        _passed += deltaSeconds;
        var part = seconds <= 0 ? 1 : Math.Min(1, _passed / seconds);
        component.SetRelativeLocation(_from + ((to - _from) * part));
        return part >= 1;
    }
}
