using UnrealSharp.CoreUObject;

namespace UnrealSharp.Engine;

/// <summary>An asset: values over time, between keys in straight lines.</summary>
public class UCurveBase : UObject
{
    private readonly SortedList<float, FLinearColor> _keys = [];

    public void GetTimeRange(out float minTime, out float maxTime) => (minTime, maxTime) = _keys.Count == 0 ? (0, 0) : (_keys.Keys[0], _keys.Keys[^1]);

    internal void SetKey(float time, FLinearColor value) => _keys[time] = value;

    private protected FLinearColor ValueAt(float time)
    {
        var after = _keys.Keys.ToList().FindIndex(key => key >= time);
        if (after <= 0)
        {
            return _keys.Count == 0 ? default : after == 0 ? _keys.Values[0] : _keys.Values[^1];
        }

        var part = (time - _keys.Keys[after - 1]) / (_keys.Keys[after] - _keys.Keys[after - 1]);
        var (a, b) = (_keys.Values[after - 1], _keys.Values[after]);
        return new FLinearColor(float.Lerp(a.R, b.R, part), float.Lerp(a.G, b.G, part), float.Lerp(a.B, b.B, part), float.Lerp(a.A, b.A, part));
    }
}
