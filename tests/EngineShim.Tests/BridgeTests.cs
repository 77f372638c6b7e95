using System.Reflection;
using System.Text.RegularExpressions;

namespace AsyncTick.EngineShim.Tests;

/// <summary>The C++ header and the C# file of the bridge, held against each other.</summary>
public sealed partial class BridgeTests
{
    private static readonly string[] Structs = ["Text", "Doorbell", "Frame", "Report", "Settings", "StartInfo", "Spawn", "TaskRow", "TaskSink", "Load", "Vector", "Quat", "Query", "Hit", "NativeApi", "ManagedApi"];

    private static readonly string Header = ReadHeader("AsyncTickBridge.h") + ReadHeader("AsyncTickBridgeStructs.h");

    [TestCaseSource(nameof(Structs))]
    public void Struct_Fields_AreTheSameInBothLanguages(string name)
    {
        var managed = Layout.Of(name);

        Assert.That(FieldsInHeader(name), Is.EqualTo(managed.Fields.Select(field => field.Name)));
        Assert.That(CompiledLayouts[name], Is.EqualTo($"{managed.Size} {string.Join(' ', managed.Fields.Select(field => $"{field.Name}={field.Offset}"))}"));
    }

    [Test]
    public void Struct_List_IsComplete()
    {
        string[] declared = [.. StructDeclaration().Matches(Header).Select(match => match.Groups[1].Value)];

        Assert.That(declared, Is.EquivalentTo(Structs));
        Assert.That(Layout.Types.Where(type => type.IsValueType && !type.IsEnum && type.Name != "Layout" && !type.IsNested).Select(type => type.Name), Is.EquivalentTo(Structs.Where(name => name != "Doorbell")));
    }

    [TestCase("NativeApi")]
    [TestCase("ManagedApi")]
    public void Function_Parameters_HaveTheSameSizesInBothLanguages(string name)
    {
        var table = Layout.Types.Single(type => type.Name == name);
        var header = FunctionDeclaration().Matches(Body(name)).ToDictionary(
            match => match.Groups[2].Value,
            match => (int[])[.. match.Groups[3].Value.Split(',').Select(SizeInHeader), SizeInHeader(match.Groups[1].Value)]);
        FieldInfo[] functions = [.. table.GetFields().Where(field => field.FieldType.IsFunctionPointer)];

        Assert.That(functions.Select(field => field.Name), Is.EquivalentTo(header.Keys));
        foreach (var function in functions)
        {
            var type = function.GetModifiedFieldType();
            int[] sizes = [.. type.GetFunctionPointerParameterTypes().Select(SizeOf), SizeOf(type.GetFunctionPointerReturnType())];
            Assert.That(sizes, Is.EqualTo(header[function.Name]), function.Name);
        }
    }

    [Test]
    public void Status_NamesAndNumbers_AreTheSameInBothLanguages()
    {
        var body = EnumBody().Match(Header).Groups[1].Value;
        var header = EnumValue().Matches(body).ToDictionary(match => match.Groups[1].Value, match => int.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture));
        var managed = Layout.Types.Single(type => type.Name == "Status");

        Assert.That(header, Is.EquivalentTo(Enum.GetNames(managed).ToDictionary(name => name, name => (int)Enum.Parse(managed, name))));
    }

    [Test]
    public void Clocks_HaveTheSameOrderInBothLanguages()
    {
        var body = Regex.Match(Header, @"namespace AsyncTickClock\n\{.*?\{(.*?)\};", RegexOptions.Singleline).Groups[1].Value;

        Assert.That(body.Split([',', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(Enum.GetNames<Clock>().Skip(1).Append("Num")));
    }

    [Test]
    public void Versions_AreTheSameInBothLanguages()
    {
        Assert.That(Header, Does.Contain($"AsyncTickBridgeVersion = {Layout.Types.Single(type => type.Name == "BridgeVersion").GetField("Current")!.GetRawConstantValue()};"));
        Assert.That(Header, Does.Contain($"AsyncTickDoorbellVersion = {DoorbellBlock.CurrentVersion};"));
    }

    /// <summary>What the C++ compiler made of the header, as the program that plays the engine prints it.</summary>
    private static Dictionary<string, string> CompiledLayouts { get; } = Engine.RunToExit(["--layout"], []).Lines
        .Select(line => line.Split(' ', 2)).ToDictionary(words => words[0], words => words[1]);

    private static string ReadHeader(string name) => File.ReadAllText(Path.Combine(Repository.Root, "Source/UnrealAsyncTick/Public", name));

    private static string Body(string name) => Regex.Match(Header, @$"struct FAsyncTick{name}\n\{{(.*?)\n\}};", RegexOptions.Singleline).Groups[1].Value;

    private static IEnumerable<string> FieldsInHeader(string name) => FieldDeclaration().Matches(Body(name)).Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value);

    private static int SizeInHeader(string declaration)
    {
        var type = declaration.Trim();
        return type.Contains('*') ? 8 : type.Split(' ')[0] switch
        {
            "void" => 0,
            "int32" or "uint32" or "EAsyncTickStatus" => 4,
            "uint64" or "double" => 8,
            _ => throw new NotSupportedException($"The test does not know the size of '{type}'."),
        };
    }

    private static int SizeOf(Type type)
    {
        var plain = type.UnderlyingSystemType;
        return plain == typeof(void) ? 0 : plain.IsPointer || plain == typeof(ulong) || plain == typeof(double) ? 8 : 4;
    }

    [GeneratedRegex(@"^struct FAsyncTick(\w+)$", RegexOptions.Multiline)]
    private static partial Regex StructDeclaration();

    [GeneratedRegex(@"^\t\S+ \(\*(\w+)\)\(|^\t(?:const )?\w+\*? (\w+)(?:\[AsyncTickClock::Num\])?;", RegexOptions.Multiline)]
    private static partial Regex FieldDeclaration();

    [GeneratedRegex(@"^\t(\S+) \(\*(\w+)\)\((.*)\);", RegexOptions.Multiline)]
    private static partial Regex FunctionDeclaration();

    [GeneratedRegex(@"enum class EAsyncTickStatus : int32\n\{(.*?)\n\};", RegexOptions.Singleline)]
    private static partial Regex EnumBody();

    [GeneratedRegex(@"^\t(\w+) = (\d+),", RegexOptions.Multiline)]
    private static partial Regex EnumValue();
}
