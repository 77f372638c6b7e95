using UnrealSharp;
using UnrealSharp.Attributes;
using UnrealSharp.Engine;

namespace UnrealAsyncTick.Conformance;

/// <summary>Calls its delegate when a test says, or in its tick, and answers one who gives it a delegate.</summary>
[UClass]
public partial class UPulseComponent : UActorComponent
{
    private int _number;
    private TDelegate<FOnAnswered>? _asked;

    /// <summary>Whether the next tick beats.</summary>
    public bool BeatsInTick { get; set; }

    public bool IsAsked => _asked is not null;

    [UProperty(PropertyFlags.BlueprintAssignable)]
    public partial TMulticastDelegate<FOnPulse> OnPulse { get; set; }

    public void Beat(string label = "") => OnPulse.InnerDelegate.Invoke(++_number, label, this);

    public void Ask(TDelegate<FOnAnswered> answer) => _asked = answer;

    public void ForgetAsking() => _asked = null;

    public void Answer(double first, double second) => _asked?.InnerDelegate.Invoke(first, second);

    public override void Tick(float deltaSeconds)
    {
        base.Tick(deltaSeconds);
        if (BeatsInTick)
        {
            BeatsInTick = false;
            Beat("tick");
        }
    }
}
