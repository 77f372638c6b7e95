using AsyncTick;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>
/// Tweens of the engine's values: <c>await new Tween(0.5, Easing.OutCubic).Run(actor, actor.ActorLocation, up, place => actor.SetActorLocation(place))</c>. Each ends with its object and with the calling task. Game
/// thread only; 0 bytes per frame.
/// </summary>
public static class Tweens
{
    private static readonly Func<double, double, double, double> BlendNumbers = double.Lerp;
    private static readonly Func<FVector, FVector, double, FVector> BlendPlaces = Blend;
    private static readonly Func<FRotator, FRotator, double, FRotator> BlendAngles = Blend;
    private static readonly Func<FLinearColor, FLinearColor, double, FLinearColor> BlendColors = Blend;
    private static readonly Func<FTransform, FTransform, double, FTransform> BlendTransforms = Blend;

    /// <summary>A number of an object.</summary>
    /// <param name="tween">How long, on which clock, with which easing.</param>
    /// <param name="owner">The object: once it is destroyed no further value comes.</param>
    /// <param name="from">The first value, which comes at once.</param>
    /// <param name="to">The last one, given exactly.</param>
    /// <param name="apply">Takes each value.</param>
    /// <returns>Whether the end was reached; false when the object was destroyed first.</returns>
    /// <exception cref="GameTaskCanceledException">The calling task or its scope was canceled.</exception>
    public static Task<bool> Run(this Tween tween, UObject owner, double from, double to, Action<double> apply) => Run(tween, owner, from, to, BlendNumbers, apply);

    /// <summary>A place, in a straight line.</summary>
    /// <inheritdoc cref="Run(Tween, UObject, double, double, Action{double})"/>
    public static Task<bool> Run(this Tween tween, UObject owner, FVector from, FVector to, Action<FVector> apply) => Run(tween, owner, from, to, BlendPlaces, apply);

    /// <summary>A rotation in degrees, each angle by the shorter way.</summary>
    /// <inheritdoc cref="Run(Tween, UObject, double, double, Action{double})"/>
    public static Task<bool> Run(this Tween tween, UObject owner, FRotator from, FRotator to, Action<FRotator> apply) => Run(tween, owner, from, to, BlendAngles, apply);

    /// <summary>A color, each channel by itself.</summary>
    /// <inheritdoc cref="Run(Tween, UObject, double, double, Action{double})"/>
    public static Task<bool> Run(this Tween tween, UObject owner, FLinearColor from, FLinearColor to, Action<FLinearColor> apply) => Run(tween, owner, from, to, BlendColors, apply);

    /// <summary>Place, rotation by the shorter way, and scale.</summary>
    /// <inheritdoc cref="Run(Tween, UObject, double, double, Action{double})"/>
    public static Task<bool> Run(this Tween tween, UObject owner, FTransform from, FTransform to, Action<FTransform> apply) => Run(tween, owner, from, to, BlendTransforms, apply);

    /// <summary>Any value of an object.</summary>
    /// <inheritdoc cref="Run(Tween, UObject, double, double, Action{double})"/>
    public static Task<bool> Run<T>(this Tween tween, UObject owner, T from, T to, Func<T, T, double, T> blend, Action<T> apply)
    {
        ArgumentNullException.ThrowIfNull(tween);
        ArgumentNullException.ThrowIfNull(owner);
        return tween.Run(from, to, blend, apply, () => owner.IsDestroyed);
    }

    /// <summary>
    /// Plays a curve asset (a Timeline node of one track): its values from its first key to its last, at the curve's own speed. The last value is that of the last key. Ends with the curve.
    /// </summary>
    /// <param name="curve">The asset.</param>
    /// <param name="apply">Takes each value.</param>
    /// <param name="rate">How fast: 2 takes half the time.</param>
    /// <param name="clock">Which clock; the scope's own by default.</param>
    /// <returns>Whether the end was reached.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is not positive.</exception>
    public static Task<bool> Play(this UCurveFloat curve, Action<float> apply, double rate = 1, Clock clock = Clock.Default)
    {
        ArgumentNullException.ThrowIfNull(apply);
        return PlayAt(curve, time => apply(curve.GetFloatValue(time)), rate, clock);
    }

    /// <summary>As the other overload, for a curve of places.</summary>
    /// <inheritdoc cref="Play(UCurveFloat, Action{float}, double, Clock)"/>
    public static Task<bool> Play(this UCurveVector curve, Action<FVector> apply, double rate = 1, Clock clock = Clock.Default)
    {
        ArgumentNullException.ThrowIfNull(apply);
        return PlayAt(curve, time => apply(curve.GetVectorValue(time)), rate, clock);
    }

    /// <summary>As the other overload, for a curve of colors.</summary>
    /// <inheritdoc cref="Play(UCurveFloat, Action{float}, double, Clock)"/>
    public static Task<bool> Play(this UCurveLinearColor curve, Action<FLinearColor> apply, double rate = 1, Clock clock = Clock.Default)
    {
        ArgumentNullException.ThrowIfNull(apply);
        return PlayAt(curve, time => apply(curve.GetLinearColorValue(time)), rate, clock);
    }

    private static Task<bool> PlayAt(UCurveBase curve, Action<float> applyAt, double rate, Clock clock)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        curve.GetTimeRange(out var begin, out var end);
        return Run(new Tween((end - begin) / rate, null, clock), curve, begin, end, BlendNumbers, time => applyAt((float)time));
    }

    private static double Turn(double from, double to, double part) => from + (Math.IEEERemainder(to - from, 360) * part);

    private static float Blend(float from, float to, double part) => (float)double.Lerp(from, to, part);

    private static FVector Blend(FVector from, FVector to, double part) => from + ((to - from) * part);

    private static FRotator Blend(FRotator from, FRotator to, double part) =>
        new(Turn(from.Pitch, to.Pitch, part), Turn(from.Yaw, to.Yaw, part), Turn(from.Roll, to.Roll, part));

    private static FLinearColor Blend(FLinearColor from, FLinearColor to, double part) =>
        new(Blend(from.R, to.R, part), Blend(from.G, to.G, part), Blend(from.B, to.B, part), Blend(from.A, to.A, part));

    private static FTransform Blend(FTransform from, FTransform to, double part) =>
        new(Blend(from.Rotation, to.Rotation, part), Blend(from.Location, to.Location, part), Blend(from.Scale, to.Scale, part));

    // Along the arc at one speed; two that nearly coincide along the chord. A quaternion and its negative are the same rotation.
    private static FQuat Blend(FQuat from, FQuat to, double part)
    {
        var cosine = (from.X * to.X) + (from.Y * to.Y) + (from.Z * to.Z) + (from.W * to.W);
        var sign = cosine < 0 ? -1 : 1;
        var angle = Math.Acos(Math.Min(1, Math.Abs(cosine)));
        var sine = Math.Sin(angle);
        var (a, b) = sine < 1e-6 ? (1 - part, part * sign) : (Math.Sin((1 - part) * angle) / sine, sign * Math.Sin(part * angle) / sine);
        return new FQuat((from.X * a) + (to.X * b), (from.Y * a) + (to.Y * b), (from.Z * a) + (to.Z * b), (from.W * a) + (to.W * b));
    }
}
