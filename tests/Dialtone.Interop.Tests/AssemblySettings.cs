// Two runs of servers side by side would only measure how busy the machine is.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
