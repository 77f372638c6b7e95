namespace AsyncTick.Scripting.Tests;

public sealed class CommandLineTextTests
{
    [TestCase("", new string[0])]
    [TestCase("  Timers.cs\t a  b ", new[] { "Timers.cs", "a", "b" })]
    [TestCase("\"My Scripts/Timers.cs\" \"a b\"", new[] { "My Scripts/Timers.cs", "a b" })]
    [TestCase("name=\"a b\" \"\"", new[] { "name=a b", "" })]
    [TestCase("\"C:\\Scripts\\Timers.cs\"", new[] { "C:\\Scripts\\Timers.cs" })]
    [TestCase("\"say \\\"hi\\\"\"", new[] { "say \"hi\"" })]
    public void Split_Line_GivesItsWords(string line, string[] expected) => Assert.That(CommandLineText.Split(line), Is.EqualTo(expected));

    [Test]
    public void Split_OpenQuote_SaysSo() =>
        Assert.That(() => CommandLineText.Split("a \"b"), Throws.TypeOf<FormatException>().With.Message.EqualTo("A quote is not closed in: a \"b"));

    [TestCase("AsyncTick.Run A.cs; AsyncTick.List", new[] { "AsyncTick.Run A.cs", "AsyncTick.List" })]
    [TestCase(" ;; List ; ", new[] { "List" })]
    [TestCase("Run A.cs \"a;b\"; List", new[] { "Run A.cs \"a;b\"", "List" })]
    [TestCase("Eval var x = 1; x + 1; List", new[] { "Eval var x = 1; x + 1", "List" })]
    [TestCase("Eval for (;;) { break; }", new[] { "Eval for (;;) { break; }" })]
    public void SplitCommands_Line_CutsBetweenCommandsOnly(string line, string[] expected) => Assert.That(
        CommandLineText.SplitCommands(line, word => word is "List" or "AsyncTick.List" or "Run", word => word == "Eval"),
        Is.EqualTo(expected));
}
