using System.Globalization;
using System.Reflection;

namespace AsyncTick.Tests;

/// <summary>Moves a counter of the library close to its end, which counting up to it would take hours.</summary>
internal static class Counters
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Sets a counter, named as a path of fields and properties.</summary>
    public static void Set(object owner, string path, long value)
    {
        var names = path.Split('.');
        foreach (var name in names[..^1])
        {
            owner = owner.GetType().GetProperty(name, Members)?.GetValue(owner) ?? owner.GetType().GetField(name, Members)!.GetValue(owner)!;
        }

        if (owner.GetType().GetField(names[^1], Members) is { } field)
        {
            field.SetValue(owner, Convert.ChangeType(value, field.FieldType, CultureInfo.InvariantCulture));
        }
        else
        {
            var property = owner.GetType().GetProperty(names[^1], Members)!;
            property.SetValue(owner, Convert.ChangeType(value, property.PropertyType, CultureInfo.InvariantCulture));
        }
    }
}
