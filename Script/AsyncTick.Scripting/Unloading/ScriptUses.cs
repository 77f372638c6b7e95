using System.Reflection;
using System.Runtime.Loader;

namespace AsyncTick.Scripting;

/// <summary>What a script's code names outside itself, read from its metadata. Holds the script's code: for the length of a search only.</summary>
internal sealed class ScriptUses
{
    private const int TypeReferences = 0x01000000;
    private const int MemberReferences = 0x0A000000;

    private readonly HashSet<(string? Type, string Member)> _members = [];

    public ScriptUses(Assembly script)
    {
        var module = script.ManifestModule;
        var own = AssemblyLoadContext.GetLoadContext(script);
        HashSet<Type> types = [];
        foreach (var member in Resolve(module, TypeReferences).Concat(Resolve(module, MemberReferences)))
        {
            for (var type = member as Type ?? member.DeclaringType; type is not null; type = type.BaseType)
            {
                if (AssemblyLoadContext.GetLoadContext(type.Assembly) != own)
                {
                    types.Add(type);
                }
            }

            _members.Add((member.DeclaringType?.FullName, member.Name));
        }

        Types = [.. types];
    }

    /// <summary>The types outside that it names, and their base types.</summary>
    public IReadOnlyList<Type> Types { get; }

    /// <summary>Whether it calls this member of this type somewhere.</summary>
    public bool Calls(string type, string member) => _members.Contains((type, member));

    /// <summary>Whether it names a type of this namespace.</summary>
    public bool NamesNamespace(string name) => Types.Any(type => type.Namespace == name);

    private static IEnumerable<MemberInfo> Resolve(Module module, int table)
    {
        for (var row = 1; ; row++)
        {
            MemberInfo? member = null;
            try
            {
                member = module.ResolveMember(table + row);
            }
            catch (ArgumentOutOfRangeException)
            {
                yield break;
            }
            catch (Exception error) when (error is ArgumentException or TypeLoadException or MissingMemberException or IOException or BadImageFormatException)
            {
                // Of a generic type, or of an assembly that is not there: no root, and no reason to give up on the others.
            }

            if (member is not null)
            {
                yield return member;
            }
        }
    }
}
