using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;

namespace UnrealSharp.AIModule;

/// <summary>A player's place taken by a program. It walks by itself here, straight and at one speed, instead of a pawn.</summary>
public partial class AAIController : AActor
{
    private const double Speed = 300;

    private TMulticastDelegate<FAIMoveCompletedSignature>? _receiveMoveCompleted;
    private FVector? _goal;
    private double _radius;
    private int _request;

    public TMulticastDelegate<FAIMoveCompletedSignature> ReceiveMoveCompleted
    {
        get => _receiveMoveCompleted ??= SimulatedMemory.GetDelegate<FAIMoveCompletedSignature>(this, nameof(ReceiveMoveCompleted));
        set => _receiveMoveCompleted = value;
    }

    /// <summary>Whether it is on its way.</summary>
    internal bool IsMoving => _goal is not null;

    /// <summary>No way leads below the ground.</summary>
    public EPathFollowingRequestResult MoveToLocation(FVector dest, float acceptanceRadius = -1, bool stopOnOverlap = true, bool usePathfinding = true)
    {
        End(EPathFollowingResult.Aborted);
        if (dest.Z < 0)
        {
            return EPathFollowingRequestResult.Failed;
        }

        _radius = Math.Max(acceptanceRadius, 1);
        if ((dest - ActorLocation).Length() <= _radius)
        {
            return EPathFollowingRequestResult.AlreadyAtGoal;
        }

        _goal = dest;
        _request++;
        return EPathFollowingRequestResult.RequestSuccessful;
    }

    public void StopMovement() => End(EPathFollowingResult.Aborted);

    public override void Tick(float deltaSeconds)
    {
        base.Tick(deltaSeconds);
        if (_goal is not { } goal)
        {
            return;
        }

        var way = goal - ActorLocation;
        var step = Speed * deltaSeconds;
        SetActorLocation(way.Length() <= step ? goal : ActorLocation + (way * (step / way.Length())));
        if ((goal - ActorLocation).Length() <= _radius)
        {
            End(EPathFollowingResult.Success);
        }
    }

    private void End(EPathFollowingResult result)
    {
        if (_goal is not null)
        {
            _goal = null;
            SimulatedEngine.Broadcast(this, nameof(ReceiveMoveCompleted), new FAIRequestID { RequestID = _request }, result);
        }
    }
}
