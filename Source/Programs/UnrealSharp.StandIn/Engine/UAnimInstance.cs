using UnrealSharp.StandIn;

namespace UnrealSharp.Engine;

/// <summary>What animates a mesh. It plays one montage at a time, in time of the game.</summary>
public partial class UAnimInstance : CoreUObject.UObject
{
    private TMulticastDelegate<FOnMontageEndedMCDelegate>? _onMontageEnded;
    private UAnimMontage? _playing;
    private double _left;

    public TMulticastDelegate<FOnMontageEndedMCDelegate> OnMontageEnded
    {
        get => _onMontageEnded ??= SimulatedMemory.GetDelegate<FOnMontageEndedMCDelegate>(this, nameof(OnMontageEnded));
        set => _onMontageEnded = value;
    }

    /// <summary>Its length in seconds; 0 when it cannot be played.</summary>
    public float Montage_Play(UAnimMontage montageToPlay, float playRate = 1)
    {
        if (montageToPlay.IsDestroyed || playRate <= 0)
        {
            return 0;
        }

        End(interrupted: true);
        _playing = montageToPlay;
        _left = montageToPlay.PlayLength / playRate;
        return montageToPlay.PlayLength;
    }

    public void Montage_Stop(float blendOutTime, UAnimMontage? montage = null)
    {
        if (montage is null || montage == _playing)
        {
            End(interrupted: true);
        }
    }

    public bool Montage_IsPlaying(UAnimMontage? montage) => _playing is not null && (montage is null || montage == _playing);

    internal void Tick(float deltaSeconds)
    {
        if (_playing is not null && (_left -= deltaSeconds) <= 1e-6)
        {
            End(interrupted: false);
        }
    }

    private void End(bool interrupted)
    {
        if (_playing is { } ended)
        {
            _playing = null;
            SimulatedEngine.Broadcast(this, nameof(OnMontageEnded), ended, interrupted);
        }
    }
}
