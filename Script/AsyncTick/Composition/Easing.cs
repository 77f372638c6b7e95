namespace AsyncTick;

/// <summary>
/// How a <see cref="Tween"/> moves between its ends: each takes the part of the time that has passed, from 0 to 1, and gives the part of the way. All begin at 0 and end at 1; Back and
/// Elastic go beyond in between. Any function of that shape will do in their place. Any thread.
/// </summary>
public static class Easing
{
    private const double Overshoot = 1.70158;

    /// <summary>At one speed.</summary>
    public static double Linear(double t) => t;

    /// <summary>Begins slowly.</summary>
    public static double InQuad(double t) => t * t;

    /// <summary>Ends slowly.</summary>
    public static double OutQuad(double t) => 1 - InQuad(1 - t);

    /// <summary>Begins and ends slowly.</summary>
    public static double InOutQuad(double t) => InOut(InQuad, t);

    /// <summary>As <see cref="InQuad"/>, more so.</summary>
    public static double InCubic(double t) => t * t * t;

    /// <summary>As <see cref="OutQuad"/>, more so.</summary>
    public static double OutCubic(double t) => 1 - InCubic(1 - t);

    /// <summary>As <see cref="InOutQuad"/>, more so.</summary>
    public static double InOutCubic(double t) => InOut(InCubic, t);

    /// <summary>As a pendulum leaves its end.</summary>
    public static double InSine(double t) => t >= 1 ? 1 : 1 - Math.Cos(t * Math.PI / 2);

    /// <summary>As a pendulum comes to its end.</summary>
    public static double OutSine(double t) => 1 - InSine(1 - t);

    /// <summary>As a pendulum goes from end to end.</summary>
    public static double InOutSine(double t) => InOut(InSine, t);

    /// <summary>Doubles its speed ten times.</summary>
    public static double InExpo(double t) => t <= 0 ? 0 : Math.Pow(2, 10 * (t - 1));

    /// <summary>Halves its speed ten times.</summary>
    public static double OutExpo(double t) => 1 - InExpo(1 - t);

    /// <summary>Goes back a tenth of the way first.</summary>
    public static double InBack(double t) => t * t * (((Overshoot + 1) * t) - Overshoot);

    /// <summary>Goes a tenth too far and comes back.</summary>
    public static double OutBack(double t) => 1 - InBack(1 - t);

    /// <summary>Swings about its end.</summary>
    public static double OutElastic(double t) => t is <= 0 or >= 1 ? Math.Clamp(t, 0, 1) : (Math.Pow(2, -10 * t) * Math.Sin(((t * 10) - 0.75) * Math.Tau / 3)) + 1;

    /// <summary>Falls, and bounces three times.</summary>
    public static double OutBounce(double t)
    {
        const double Gravity = 7.5625;
        const double Beat = 2.75;
        return t switch
        {
            < 1 / Beat => Gravity * t * t,
            < 2 / Beat => Bounce(1.5, 0.75),
            < 2.5 / Beat => Bounce(2.25, 0.9375),
            < 1 => Bounce(2.625, 0.984375),
            _ => 1,
        };

        double Bounce(double at, double height) => (Gravity * (t - (at / Beat)) * (t - (at / Beat))) + height;
    }

    private static double InOut(Func<double, double> half, double t) => t < 0.5 ? half(t * 2) / 2 : 1 - (half((1 - t) * 2) / 2);
}
