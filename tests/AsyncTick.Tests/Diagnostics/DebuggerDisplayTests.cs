using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace AsyncTick.Tests.Diagnostics;

public sealed partial class DebuggerDisplayTests
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    // Awaitables live for one expression; exceptions and records print themselves; the compiler marks a group of extension members with a type.
    private static IEnumerable<Type> Shown => typeof(GameLoop).Assembly.GetExportedTypes().Where(type =>
        !type.IsEnum && !type.IsInterface && !type.IsSpecialName && !(type.IsAbstract && type.IsSealed) && !typeof(Exception).IsAssignableFrom(type) && !typeof(Delegate).IsAssignableFrom(type)
        && !type.Name.EndsWith("Awaitable", StringComparison.Ordinal) && type.GetMethod("PrintMembers", Any) is null && type != typeof(TaskWait)
        && !type.IsDefined(typeof(CompilerGeneratedAttribute)));

    [TestCaseSource(nameof(Shown))]
    public void PublicType_InADebugger_ShowsItself(Type type)
    {
        var display = type.GetCustomAttribute<DebuggerDisplayAttribute>();
        Assert.That(display, Is.Not.Null, $"{type} has no DebuggerDisplay.");
        foreach (Match match in Expression().Matches(display.Value!))
        {
            var at = type;
            foreach (var name in match.Groups[1].Value.Split(',')[0].Replace("()", "", StringComparison.Ordinal).Split('.'))
            {
                var member = MemberOf(at, name);
                Assert.That(member, Is.Not.Null, $"{at} has no member '{name}', which the DebuggerDisplay of {type} names.");
                at = member switch
                {
                    PropertyInfo property => property.PropertyType,
                    FieldInfo field => field.FieldType,
                    _ => ((MethodInfo)member!).ReturnType,
                };
            }
        }
    }

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex Expression();

    private static MemberInfo? MemberOf(Type type, string name)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (at.GetMember(name, Any).FirstOrDefault() is { } found)
            {
                return found;
            }
        }

        return type.GetInterfaces().SelectMany(face => face.GetMember(name, Any)).FirstOrDefault();
    }
}
