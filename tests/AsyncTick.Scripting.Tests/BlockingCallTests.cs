namespace AsyncTick.Scripting.Tests;

/// <summary>Warnings for calls that hold the game thread, and none for code that runs elsewhere.</summary>
public sealed class BlockingCallTests
{
    [TestCase("Task<int> t = Work();\nint x = t.Result;", "Test.cs(2,11): warning AT0001: '.Result' blocks the game thread until the task has ended, which needs the next frame; use 'await t'")]
    [TestCase("Work().Wait();", "Test.cs(1,8): warning AT0002: '.Wait()' blocks the game thread until the task has ended, which needs the next frame; use 'await Work()'")]
    [TestCase("Task.WaitAll(Work(), Work());", "Test.cs(1,1): warning AT0002: 'Task.WaitAll' blocks the game thread until the task has ended, which needs the next frame; use 'await Task.WhenAll(Work(), Work())'")]
    [TestCase("Work().GetAwaiter().GetResult();", "Test.cs(1,21): warning AT0001: '.GetAwaiter().GetResult()' blocks the game thread until the task has ended, which needs the next frame; use 'await Work()'")]
    [TestCase("Thread.Sleep(1500);", "Test.cs(1,1): warning AT0003: 'Thread.Sleep' stops the game for as long as it sleeps; use 'await Delay(1.5)'")]
    [TestCase("Thread.Sleep(TimeSpan.FromSeconds(2));", "Test.cs(1,1): warning AT0003: 'Thread.Sleep' stops the game for as long as it sleeps; use 'await Delay(TimeSpan.FromSeconds(2).TotalSeconds)'")]
    [TestCase("Log(Console.ReadLine() ?? \"\");", "Test.cs(1,5): warning AT0004: 'Console.ReadLine' stops the game until a key is pressed; use 'await RunInExecutor(() => Console.ReadLine())'")]
    [TestCase("Action a = () => Thread.Sleep(5);\na();", "Test.cs(1,18): warning AT0003: 'Thread.Sleep' stops the game for as long as it sleeps; use 'await Delay(0.005)'")]
    [TestCase("Both();\nvoid Both() => Thread.Sleep(5);\n_ = Task.Run(Both);", "Test.cs(2,16): warning AT0003: 'Thread.Sleep' stops the game for as long as it sleeps; use 'await Delay(0.005)'")]
    [TestCase("await SwitchToThreadPool();\nawait SwitchToGameThread();\nThread.Sleep(5);", "Test.cs(3,1): warning AT0003: 'Thread.Sleep' stops the game for as long as it sleeps; use 'await Delay(0.005)'")]
    public async Task BlockingCall_OnTheGameThread_IsAWarning(string text, string expected) =>
        Assert.That(await SharedCompiler.DiagnoseAsync(text + Work), Is.EqualTo(new[] { expected }));

    [TestCase("await RunInExecutor(null, () => { Thread.Sleep(5); return 1; });")]
    [TestCase("await Task.Run(() => Work().Result);")]
    [TestCase("new Thread(() => Thread.Sleep(5)).Start();")]
    [TestCase("await RunInExecutor(null, Slow);\nint Slow() { Thread.Sleep(5); return Slower(); }\nint Slower() { Thread.Sleep(50); return 1; }")]
    [TestCase("await SwitchToThreadPool();\nThread.Sleep(5);\nawait SwitchToGameThread();")]
    [TestCase("Task<int> a = Work(), b = Work();\nawait Task.WhenAll(a, b);\nLog($\"{a.Result + b.Result}\");")]
    [TestCase("string Wait() => \"mine\";\nLog(Wait());")]
    [TestCase("Log(new Answer(3).Result.ToString());\n", "record Answer(int Result);")]
    [TestCase("#pragma warning disable AT0003 // one frame of it is the point of this demonstration\nThread.Sleep(5);")]
    public async Task BlockingCall_OffTheGameThreadOrNotATask_IsNoWarning(string text, string types = "") =>
        Assert.That(await SharedCompiler.DiagnoseAsync(text + Work + types), Is.Empty);

    private const string Work = "\nasync Task<int> Work() { await Delay(1); return 1; }\n#pragma warning disable CS8321\nTask<int> Unused() => Work();\n#pragma warning restore CS8321\n";
}
